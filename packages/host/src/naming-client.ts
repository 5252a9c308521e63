import type { Client } from 'pg'

const mostNamed = 200

/**
 * A client of PostgreSQL that prepares the statements which come again, so that the server reads and plans them once.
 *
 * A statement's name is that of its text; the first 200 texts that were seen twice get one. Statements whose text is
 * made from what somebody asked for are few, or seen once.
 */
export function namingClient(Base: typeof Client): typeof Client {
  const seen = new Set<string>()
  const names = new Map<string, string>()

  function nameOf(text: string): string | undefined {
    const name = names.get(text)
    if (name !== undefined || names.size >= mostNamed) return name
    if (!seen.has(text)) {
      if (seen.size < mostNamed * 10) seen.add(text)
      return undefined
    }
    const given = `s${names.size}`
    names.set(text, given)
    return given
  }

  return class extends Base {
    override query(...args: unknown[]): never {
      const [text, values] = args
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined
      const [, , ...rest] = args
      const given = name === undefined ? args : [{ name, text, values }, ...rest]
      return super.query(...(given as [never]))
    }
  }
}
