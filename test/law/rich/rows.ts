/** One mapping of each kind, as it is before and after it is saved anew, and what it promises of the account. */
import { mappingOf, type AttributeMapping } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'

/** `said`: what the directory says of the person, and what time it is. */
type Promised = (value: Json | undefined, said: Attributes) => boolean
/** Whether one cycle may make this of what was there. */
type Allowed = (before: Json | undefined, after: Json | undefined) => boolean
type Row = { readonly mapping: AttributeMapping; readonly promised: Promised; readonly allowed: Allowed }

const row = (
  expression: string,
  targetAttributeName: string,
  promised: Promised,
  { allowed = () => true, ...rest }: Partial<AttributeMapping> & { readonly allowed?: Allowed } = {},
): Row => ({
  mapping: { ...mappingOf({ expression, targetAttributeName, matchingPriority: 0 }), ...rest },
  promised,
  allowed,
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
/** Time alone makes another value of it. */
const timely: Promised = (value, { hired, now }) =>
  value === (Date.parse(String(hired)) <= Date.parse(String(now)) ? 'here' : 'soon')
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
const stays: Allowed = (before, after) => isNothing(before) || before === after
const grows: Allowed = (before, after) => covers(after, before)
const whenMade = { flowType: 'ObjectAddOnly', allowed: stays } as const
const whenEmpty = { flowType: 'AttributeAddOnly', allowed: stays } as const
const adding = { flowType: 'MultiValueAddOnly', allowed: grows } as const
const clear = { usher: { nullPolicy: 'clear' } } as const
const byDefault = (defaultValue: string) => ({ defaultValue, usher: { nullPolicy: 'default' } }) as const
const handle = once(/^(n\d|name \d|p\d+)$/i)
const roles = '[appRoleAssignments]'

/** The same in every variant. */
const fixed: readonly Row[] = [
  row('[objectId]', 'number', equals('objectId')),
  row('IIF(DayBegun([hired]), "here", "soon")', 'stage', timely),
  row('Guid()', 'key', once(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/), whenMade),
  // Not said to be of the creation only: chance never is anything else.
  row('RandomString(8, 2, 0, 2, 2)', 'pin', once(/^[\dA-Za-z]{8}$/), { allowed: stays }),
]
const first: readonly Row[] = [
  row('[displayName]', 'displayName', equals('displayName')),
  row('[jobTitle]', 'title', clears(jobTitle, equals(jobTitle)), clear),
  row('[jobTitle]', 'position', defaults(jobTitle, 'None'), byDefault('None')),
  row('[jobTitle]', 'memo', keeps(jobTitle, equals(jobTitle))),
  row('SelectUniqueValue([displayName], [objectId])', 'handle', handle, whenMade),
  row('[none]', 'level', filled, { source: null, defaultValue: 'basic', allowed: stays }),
]
const second: readonly Row[] = [
  row('ToUpper([displayName])', 'displayName', shouted),
  row('[jobTitle]', 'title', keeps(jobTitle, equals(jobTitle))),
  row('[jobTitle]', 'position', defaults(jobTitle, 'Nothing'), byDefault('Nothing')),
  row('[jobTitle]', 'memo', clears(jobTitle, equals(jobTitle)), clear),
  row('SelectUniqueValue([objectId], [displayName])', 'handle', handle, whenMade),
  row('[none]', 'level', filled, { source: null, defaultValue: 'standard', allowed: stays }),
]
const rolesAdded = row(`AppRoleAssignmentsComplex(${roles})`, 'roles', superset('appRoleAssignments'), {
  allowed: grows,
})
const rolesReplaced = row(`AssertiveAppRoleAssignmentsComplex(${roles})`, 'roles', sameSet('appRoleAssignments'))
/** Two manners of writing the same values. */
const adds: readonly Row[] = [
  row('[jobTitle]', 'first', keeps(jobTitle, filled), whenEmpty),
  row('[tags]', 'tags', superset('tags'), adding),
  row('[tags]', 'labels', superset('tags'), adding),
]
const replaces: readonly Row[] = [
  row('[jobTitle]', 'first', keeps(jobTitle, equals(jobTitle))),
  row('[tags]', 'tags', keeps('tags', sameSet('tags'))),
]
const labelsReplaced = row('[tags]', 'labels', keeps('tags', sameSet('tags')))
const labelsCleared = row('[tags]', 'labels', clears('tags', sameSet('tags')), clear)

export const variants: readonly (readonly Row[])[] = [
  [...fixed, ...first, ...adds, rolesAdded],
  [...fixed, ...second, ...replaces, labelsCleared, rolesReplaced],
  [...fixed, ...first, ...replaces, labelsReplaced, rolesAdded],
]
