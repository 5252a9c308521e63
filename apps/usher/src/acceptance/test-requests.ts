/** Requests as scenarios say them: ids by the names they stand for, operations one after the other. */
import type { Json } from '@usher/scim'
import type { Arrived, Provider } from '../testing/provider.ts'

type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown }

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/**
 * `GET Users?filter=userName eq "ana@contoso.example"`, `PATCH Users/<ana> Replace displayName="Ana"`.
 *
 * An id that nobody has is what a probe asks for: `<nobody>`.
 */
export function sentence({ method, path, body }: Arrived, names: ReadonlyMap<string, string>): string {
  const named = (text: string): string => text.replaceAll(uuid, (id) => `<${names.get(id) ?? 'nobody'}>`)
  const where = named(decodeURIComponent(path.replaceAll('+', ' ')))
  return [`${method} ${where}`, contents(body, named)].filter((part) => part !== '').join(' ')
}

/** Notes what everything is called, also for when it is gone. */
export function noteNames({ users, groups }: Provider, names: Map<string, string>): void {
  for (const [id, { userName }] of users) names.set(id, short(userName))
  for (const [id, { displayName }] of groups) names.set(id, short(displayName))
}

/** The operations of a PATCH; of a POST what the object is called. */
function contents(body: unknown, named: (text: string) => string): string {
  if (typeof body !== 'object' || body === null) return ''
  const { Operations: operations, userName, displayName } = body as Record<string, unknown>
  if (Array.isArray(operations))
    return (operations as readonly Operation[]).map((one) => operation(one, named)).join(', ')
  return short((userName ?? displayName) as Json)
}

/** Members have no order. */
function operation({ op, path = '', value }: Operation, named: (text: string) => string): string {
  const where = path === '' ? op : `${op} ${named(path)}`
  if (value === undefined) return where
  const text = (one: unknown): string => named(JSON.stringify(one))
  const written = Array.isArray(value) ? `[${value.map(text).toSorted().join(',')}]` : text(value)
  return `${where}${path === '' ? ' ' : '='}${written}`
}

/** `ana` of `ana@contoso.example`. */
export function short(userName: Json | undefined): string {
  return typeof userName === 'string' ? userName.replace(/@.*/, '') : ''
}
