import type { Json } from '@usher/scim'
import type { Changed } from './audit.ts'

/** More differences than anybody reads; the first of them, and how many there are besides. */
const most = 100
const longest = 1000
const secret = /(password|passphrase|secret|secrettoken|privatekey)$/i
/** What elements of a list are known by; of others their place in it. */
const names = ['targetAttributeName', 'name', 'id'] as const

/** What differs, one row for each value, by its path. Null: there was, or is, nothing. Secrets are `[Redact]`. */
export function changesBetween(before: unknown, after: unknown): readonly Changed[] {
  const old = valuesIn(before)
  const now = valuesIn(after)
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => JSON.stringify(old.get(path) ?? null) !== JSON.stringify(now.get(path) ?? null))
    .map((path) => ({ property: path, before: told(path, old.get(path)), after: told(path, now.get(path)) }))
  if (changed.length <= most) return changed
  return [...changed.slice(0, most), { property: '…', before: null, after: `${changed.length - most} more` }]
}

function told(path: string, value: Json | undefined): Json {
  if (value === undefined || value === null) return null
  if (secret.test(path)) return '[Redact]'
  return typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value
}

function valuesIn(value: unknown): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>()
  const walk = (one: Json | undefined, path: string): void => {
    if (Array.isArray(one) && one.some((element) => typeof element === 'object' && element !== null))
      for (const [at, element] of one.entries())
        walk(element as Json, join(path, nameOf(element as Json) ?? String(at)))
    else if (typeof one === 'object' && one !== null && !Array.isArray(one))
      for (const [name, part] of Object.entries(one)) walk(part, join(path, name))
    else if (one !== undefined) found.set(path, one)
  }
  // As it is stored: without what is undefined.
  walk(value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json), '')
  return found
}

function nameOf(element: Json): string | undefined {
  const held = element as Readonly<Record<string, Json>> | null
  return names.map((name) => held?.[name]).find((name) => typeof name === 'string')
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
