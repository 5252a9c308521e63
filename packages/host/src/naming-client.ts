import type { Client } from 'pg'

const mark = '/* prepared */'

/**
 * A client of PostgreSQL that prepares the statements which begin with the comment `prepared`, so that the server reads
 * and plans them once for each connection.
 *
 * Only statements whose text never changes may have it: a connection keeps them as long as it lives.
 */
export function namingClient(Base: typeof Client): typeof Client {
  const names = new Map<string, string>()

  function nameOf(text: string): string {
    const known = names.get(text)
    if (known !== undefined) return known
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }

  return class extends Base {
    override query(...args: unknown[]): never {
      const [text, values, ...rest] = args
      const isMarked = typeof text === 'string' && Array.isArray(values) && text.trimStart().startsWith(mark)
      const given = isMarked ? [{ name: nameOf(text), text, values }, ...rest] : args
      return super.query(...(given as [never]))
    }
  }
}
