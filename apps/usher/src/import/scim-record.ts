/** Reads attributes of a person who was sent, by the names that mappings use: `emails[type eq "work"].value`. */
import type { Attributes, Json } from '@usher/scim'

/** Undefined: not said, so that it stays as it is. Null: said to be nothing. */
export type Said = (attribute: string) => Json | undefined

const core = /^urn:ietf:params:scim:schemas:core:2\.0:User:/i
const segment = /^([^.[\]]+)(?:\[(\w+) eq (?:"([^"]*)"|(true|false))\])?(?:\.(.+))?$/i

/** Names are read as SCIM has them, in any letter case (RFC 7643 section 2.1). */
export function saidBy(data: Attributes): Said {
  return (attribute) => valueAt(data, attribute.replace(core, ''))
}

function valueAt(data: Attributes, name: string): Json | undefined {
  const whole = member(data, name)
  if (whole !== undefined) return plain(whole)
  const urn = Object.keys(data).find((key) => name.toLowerCase().startsWith(`${key.toLowerCase()}:`))
  if (urn !== undefined) return within(data[urn], name.slice(urn.length + 1))
  const [, first, part, text, flag, rest] = segment.exec(name) ?? []
  if (first === undefined) return undefined
  const found = member(data, first)
  if (part === undefined) return rest === undefined ? undefined : within(found, rest)
  const entry = entryOf(found, part, text ?? flag?.toLowerCase() === 'true')
  return rest === undefined ? plain(entry) : within(entry, rest)
}

/** An empty list has none of its entries; a list without the entry says nothing about it. */
function entryOf(list: Json | undefined, part: string, wanted: string | boolean): Json | undefined {
  if (!Array.isArray(list)) return list === null ? null : undefined
  if (list.length === 0) return null
  return list.find((one: Json) => isObject(one) && isSame(member(one, part), wanted)) as Json | undefined
}

function isSame(value: Json | undefined, wanted: string | boolean): boolean {
  return typeof value === 'string' ? value.toLowerCase() === String(wanted).toLowerCase() : value === wanted
}

function within(value: Json | undefined, rest: string): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? null : within(preferred(value), rest)
  if (isObject(value)) return valueAt(value, rest)
  // A complex attribute may be sent as its value alone: manager as "89607".
  return value === null || value === undefined ? value : rest.toLowerCase() === 'value' ? value : undefined
}

/** A complex attribute stands for its value, a list for its primary entry. */
function plain(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? null : plain(preferred(value))
  return isObject(value) ? member(value, 'value') : value
}

function preferred(list: readonly Json[]): Json | undefined {
  return list.find((one) => isObject(one) && member(one, 'primary') === true) ?? list[0]
}

function member(of: Attributes, name: string): Json | undefined {
  if (Object.hasOwn(of, name)) return of[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(of).find((one) => one.toLowerCase() === wanted)
  return key === undefined ? undefined : of[key]
}

function isObject(value: Json | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
