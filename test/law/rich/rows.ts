/** One mapping of each kind, as it is before and after it is saved anew, and what it promises of the account. */
import { mappingOf, type AttributeMapping } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'

/** `said`: what the directory says of the person. */
type Promised = (value: Json | undefined, said: Attributes) => boolean
type Row = { readonly mapping: AttributeMapping; readonly promised: Promised }

const row = (
  expression: string,
  targetAttributeName: string,
  promised: Promised,
  rest: Partial<AttributeMapping> = {},
): Row => ({
  mapping: { ...mappingOf({ expression, targetAttributeName, matchingPriority: 0 }), ...rest },
  promised,
})

const isNothing = (value: Json | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)
const elements = (value: Json | undefined): ReadonlySet<Json | undefined> =>
  new Set(Array.isArray(value) ? value.map((one: Json) => keyOf(one)) : [])
const keyOf = (one: Json): Json | undefined =>
  typeof one === 'object' && one !== null ? (one as { readonly value?: Json }).value : one

const equals =
  (name: string): Promised =>
  (value, said) =>
    value === said[name]
const shouted: Promised = (value, said) => value === String(said['displayName']).toUpperCase()
/** Where the source has nothing, the target keeps what it has. */
const keeps = (name: string, otherwise: Promised): Promised => (value, said) => isNothing(said[name]) || otherwise(value, said) // prettier-ignore
const clears = (name: string, otherwise: Promised): Promised => (value, said) => isNothing(said[name]) ? isNothing(value) : otherwise(value, said) // prettier-ignore
const defaults =
  (name: string, to: string): Promised =>
  (value, said) =>
    value === (said[name] ?? to)
const filled: Promised = (value) => !isNothing(value)
/** Written once: any value of this form. */
const once =
  (form: RegExp): Promised =>
  (value) =>
    typeof value === 'string' && form.test(value)
const covers = (value: Json | undefined, wanted: Json | undefined): boolean => {
  const there = elements(value)
  return [...elements(wanted)].every((one) => there.has(one))
}
const superset =
  (name: string): Promised =>
  (value, said) =>
    covers(value, said[name])
const sameSet =
  (name: string): Promised =>
  (value, said) =>
    covers(value, said[name]) && covers(said[name], value)

const jobTitle = 'jobTitle'
const whenMade: Partial<AttributeMapping> = { flowType: 'ObjectAddOnly' }
const adding: Partial<AttributeMapping> = { flowType: 'MultiValueAddOnly' }
const clear: Partial<AttributeMapping> = { usher: { nullPolicy: 'clear' } }
const byDefault = (defaultValue: string): Partial<AttributeMapping> => ({ defaultValue, usher: { nullPolicy: 'default' } }) // prettier-ignore
const handle = once(/^(n\d|name \d|p\d+)$/i)
const number = row('[objectId]', 'number', equals('objectId'))
const guid = row('Guid()', 'key', once(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/), whenMade)
const chance = row('RandomString(8, 2, 0, 2, 2)', 'pin', once(/^[\dA-Za-z]{8}$/))
const none = (defaultValue: string): Row => row('[none]', 'level', filled, { source: null, defaultValue })

export const variants: readonly (readonly Row[])[] = [
  [
    number,
    guid,
    chance,
    row('[displayName]', 'displayName', equals('displayName')),
    row('[jobTitle]', 'title', clears(jobTitle, equals(jobTitle)), clear),
    row('[jobTitle]', 'position', defaults(jobTitle, 'None'), byDefault('None')),
    row('[jobTitle]', 'memo', keeps(jobTitle, equals(jobTitle))),
    row('[jobTitle]', 'first', keeps(jobTitle, filled), { flowType: 'AttributeAddOnly' }),
    row('SelectUniqueValue([displayName], [objectId])', 'handle', handle, whenMade),
    row('[tags]', 'tags', keeps('tags', sameSet('tags'))),
    row('[tags]', 'labels', superset('tags'), adding),
    row('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', 'roles', sameSet('appRoleAssignments')),
    none('basic'),
  ],
  [
    number,
    guid,
    chance,
    row('ToUpper([displayName])', 'displayName', shouted),
    row('[jobTitle]', 'title', keeps(jobTitle, equals(jobTitle))),
    row('[jobTitle]', 'position', defaults(jobTitle, 'Nothing'), byDefault('Nothing')),
    row('[jobTitle]', 'memo', clears(jobTitle, equals(jobTitle)), clear),
    row('[jobTitle]', 'first', keeps(jobTitle, equals(jobTitle))),
    row('SelectUniqueValue([objectId], [displayName])', 'handle', handle, whenMade),
    row('[tags]', 'tags', superset('tags'), adding),
    row('[tags]', 'labels', clears('tags', sameSet('tags')), clear),
    row('AppRoleAssignmentsComplex([appRoleAssignments])', 'roles', superset('appRoleAssignments')),
    none('standard'),
  ],
]
