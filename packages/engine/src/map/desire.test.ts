import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import type { AttributeDefinition, AttributeMapping, ObjectDefinition, ObjectMapping } from '../job/schema.ts'
import type { Desired, Entry, Instant, Link, Verdict } from '../types.ts'
import { compileMappings } from './compile.ts'
import type { CompiledMapping } from './compiled.ts'
import { desire, matchingValues } from './desire.ts'
import { refKey, usedRefs } from './references.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const context = { now: '2026-01-01T00:00:00.000Z' as Instant }
const inScope: Verdict = { checks: [], uses: [], inScope: true, via: 'assignment' }
const gone: Verdict = { checks: [], uses: [], inScope: false, because: 'notAssigned' }

type Row = Partial<Omit<AttributeMapping, 'source'>> & { readonly expression?: string | null }

function row(targetAttributeName: string, expression: string | null, change: Row = {}): AttributeMapping {
  const source = expression === null ? null : ({ expression, type: 'Function', name: '', parameters: [] } as const)
  return { targetAttributeName, source, matchingPriority: 0, flowType: 'Always', ...change }
}

function objectMapping(...attributeMappings: AttributeMapping[]): ObjectMapping {
  const common = { name: 'Users', enabled: true, flowTypes: 'Add,Update', scope: null }
  return { ...common, sourceObjectName: 'User', targetObjectName: 'User', attributeMappings }
}

function target(...attributes: (Partial<AttributeDefinition> & { readonly name: string })[]): ObjectDefinition {
  return { name: 'User', attributes: attributes.map((definition) => ({ type: 'String', ...definition })) }
}

function compiled(mapping: ObjectMapping, definition?: ObjectDefinition): CompiledMapping {
  const result = compileMappings(mapping, definition)
  if (result.kind === 'refused') throw new Error(result.problems.map(({ message }) => message).join())
  return result
}

function entry(object: Attributes | null): Entry {
  return { ref: { type: 'User', id: 'ana' }, object, assignments: [] }
}

type Asked = { readonly purpose?: 'create' | 'update' | 'leave'; readonly references?: ReadonlyMap<string, Link> }

function wanted(
  mapping: CompiledMapping,
  object: Attributes | null,
  { purpose = 'create', references = new Map() }: Asked = {},
): Desired {
  const verdict = purpose === 'leave' ? gone : inScope
  return desire(mapping, { entry: entry(object), verdict, references, purpose, context })
}

function values(desired: Desired): Readonly<Record<string, unknown>> {
  return Object.fromEntries(desired.flows.map(({ path, value }) => [path, value]))
}

/** The default mapping of a SCIM application (mapping.md section 7.1). */
const defaults = compiled(
  objectMapping(
    row('userName', '[userPrincipalName]', { matchingPriority: 1 }),
    row('active', 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'),
    row('displayName', '[displayName]'),
    row('title', '[jobTitle]'),
    row('emails[type eq "work"].value', '[mail]'),
    row('preferredLanguage', '[preferredLanguage]'),
    row('name.givenName', '[givenName]'),
    row('name.familyName', '[surname]'),
    row('name.formatted', 'Join(" ", [givenName], [surname])'),
    row('addresses[type eq "work"].formatted', '[physicalDeliveryOfficeName]'),
    row('addresses[type eq "work"].streetAddress', '[streetAddress]'),
    row('addresses[type eq "work"].locality', '[city]'),
    row('addresses[type eq "work"].region', '[state]'),
    row('addresses[type eq "work"].postalCode', '[postalCode]'),
    row('addresses[type eq "work"].country', '[country]'),
    row('phoneNumbers[type eq "work"].value', '[telephoneNumber]'),
    row('phoneNumbers[type eq "mobile"].value', '[mobile]'),
    row('phoneNumbers[type eq "fax"].value', '[facsimileTelephoneNumber]'),
    row('externalId', '[mailNickname]'),
    row(`${enterprise}:employeeNumber`, '[employeeId]'),
    row(`${enterprise}:department`, '[department]'),
    row(`${enterprise}:manager`, '[manager]'),
  ),
  target({ name: 'userName', caseExact: false }, { name: 'active', type: 'Boolean' }),
)

const ana: Attributes = {
  userPrincipalName: 'ana@contoso.example',
  displayName: 'Ana Silva',
  givenName: 'Ana',
  surname: 'Silva',
  mail: 'ana.silva@contoso.example',
  mailNickname: 'ana',
  employeeId: 7,
  streetAddress: '',
  department: null,
  manager: { type: 'User', id: 'bo' },
}

describe('the default mapping', () => {
  test('carries what there is and leaves out what is null or empty', () => {
    expect(values(wanted(defaults, ana))).toEqual({
      userName: 'ana@contoso.example',
      active: true,
      displayName: 'Ana Silva',
      'emails[type eq "work"].value': 'ana.silva@contoso.example',
      'name.givenName': 'Ana',
      'name.familyName': 'Silva',
      'name.formatted': 'Ana Silva',
      externalId: 'ana',
      [`${enterprise}:employeeNumber`]: '7',
      [`${enterprise}:manager`]: { late: 'targetId', of: { type: 'User', id: 'bo' } },
    })
  })

  test('a leaver gets active false and nothing else', () => {
    expect(values(wanted(defaults, ana, { purpose: 'leave' }))).toEqual({ active: false })
    expect(values(wanted(defaults, null, { purpose: 'leave' }))).toEqual({ active: false })
  })

  test('people are looked for by their mapped user name', () => {
    const looked = matchingValues(defaults, { entry: entry(ana), verdict: inScope, context })
    expect(looked).toEqual([{ path: 'userName', value: 'ana@contoso.example', caseExact: false }])
    expect(defaults.matchingPaths).toEqual(['userName'])
    expect(matchingValues(defaults, { entry: entry({}), verdict: inScope, context })).toEqual([])
  })
})

describe('references', () => {
  const link: Link = { targetId: '2819', joinedBy: null, state: 'managed', active: true, sent: null }

  test('flow as the id at the target once there is one', () => {
    const manager = compiled(objectMapping(row('manager', '[manager]')))
    const bo = { type: 'User', id: 'bo' }
    expect(usedRefs(manager, entry(ana))).toEqual([bo])
    const settled = wanted(manager, ana, { references: new Map([[refKey(bo), link]]) })
    expect(settled).toMatchObject({ uses: [bo], flows: [{ value: '2819' }] })
    const intended = wanted(manager, ana, { references: new Map([[refKey(bo), { ...link, targetId: null }]]) })
    expect(intended).toMatchObject({ uses: [bo], flows: [{ value: { late: 'targetId', of: bo } }] })
  })

  test('flow through CStr too, and through nothing else', () => {
    expect(wanted(compiled(objectMapping(row('manager', 'CStr([manager])'))), ana).uses).toHaveLength(1)
    const joined = compiled(objectMapping(row('manager', 'Join("", [manager])')))
    expect(wanted(joined, ana).problems).toEqual([
      { path: 'manager', message: 'Mapping to manager: Join: source must be a text; this is a reference.' },
    ])
    const chosen = compiled(objectMapping(row('manager', 'Coalesce([manager], "x")')))
    expect(wanted(chosen, ana).problems).toEqual([
      { path: 'manager', message: 'Mapping to manager: a reference flows by a Direct mapping or CStr only.' },
    ])
  })

  test('a reference only asked about is not flowed', () => {
    const asked = compiled(objectMapping(row('userType', 'IIF(IsPresent([manager]), "report", "boss")')))
    expect(values(wanted(asked, ana))).toEqual({ userType: 'report' })
    expect(usedRefs(asked, entry(ana))).toEqual([])
  })
})

describe('when a value flows', () => {
  const mapping = compiled(
    objectMapping(
      row('once', '[a]', { flowType: 'ObjectAddOnly' }),
      row('always', '[b]', { defaultValue: 'default' }),
      row('none', null, { defaultValue: 'first' }),
      row('kept', 'IgnoreFlowIfNullOrEmpty([c])', { defaultValue: 'never' }),
    ),
  )

  test('the default is for null, and for the day the object is created', () => {
    expect(values(wanted(mapping, {}))).toEqual({ always: 'default', none: 'first' })
    // Mapping type None fills a target that is empty, also later.
    expect(values(wanted(mapping, {}, { purpose: 'update' }))).toEqual({ none: 'first' })
    expect(wanted(mapping, {}, { purpose: 'update' }).flows).toMatchObject([{ path: 'none', ifEmpty: true }])
    expect(values(wanted(mapping, { b: '' }))).toEqual({ none: 'first' })
  })

  test('only during object creation', () => {
    expect(values(wanted(mapping, { a: '1', b: '2' }))).toMatchObject({ once: '1', always: '2' })
    expect(values(wanted(mapping, { a: '1', b: '2' }, { purpose: 'update' }))).toEqual({ always: '2', none: 'first' })
  })

  test('a required attribute takes the default of its definition, or the person is not created', () => {
    const definition = target({ name: 'x', required: true, defaultValue: 'd' }, { name: 'y', required: true })
    const required = compiled(objectMapping(row('x', '[x]'), row('y', '[y]')), definition)
    expect(wanted(required, {})).toMatchObject({ flows: [{ value: 'd' }], problems: [{ path: 'y' }] })
    expect(wanted(required, {}, { purpose: 'update' })).toMatchObject({ flows: [], problems: [] })
  })
})

describe('a leaver', () => {
  test('is not kept by a mapping that fails', () => {
    const mapping = compiled(objectMapping(row('userName', 'Mid([a], 0, 1)'), row('active', 'Not([IsSoftDeleted])')))
    expect(wanted(mapping, { a: 'x' }).problems).toHaveLength(1)
    expect(wanted(mapping, { a: 'x' }, { purpose: 'leave' })).toMatchObject({
      problems: [],
      flows: [{ value: 'False' }],
    })
  })
})

describe('conversion to the type of the target', () => {
  test.each<[AttributeDefinition['type'], string, Json]>([
    ['Boolean', 'tRUE', true],
    ['Integer', '-42', -42],
    ['DateTime', '2026-02-28', '2026-02-28T00:00:00Z'],
    ['DateTime', '2/28/2026 12:05:09 AM', '2026-02-28T00:05:09Z'],
    ['DateTime', '2026-02-28T10:00:00.5+0200', '2026-02-28T10:00:00.5+02:00'],
    ['Binary', 'SABl', 'SABl'],
    ['String', '007', '007'],
  ])('%s of %s', (type, text, value) => {
    const mapping = compiled(objectMapping(row('x', '[a]')), target({ name: 'x', type }))
    expect(values(wanted(mapping, { a: text }))).toEqual({ x: value })
  })

  test.each<[AttributeDefinition['type'], string]>([
    ['Boolean', 'yes'],
    ['Integer', '1.5'],
    ['Integer', '9223372036854775807'],
    ['DateTime', '2026-02-29'],
    ['DateTime', '13/1/2026'],
    ['Binary', 'SAB'],
  ])('%s does not take %s, and the message does not tell it', (type, text) => {
    const { problems, flows } = wanted(compiled(objectMapping(row('x', '[a]')), target({ name: 'x', type })), {
      a: text,
    })
    expect(flows).toEqual([])
    expect(problems[0]?.message).toMatch(/^Mapping to x: the attribute takes .*; this is a text of another form\.$/)
    expect(problems[0]?.message).not.toContain(text)
  })

  test('several values need an attribute that takes several', () => {
    const many = { a: ['x', 'y'] }
    const single = compiled(objectMapping(row('x', '[a]')), target({ name: 'x' }))
    expect(wanted(single, many).problems).toHaveLength(1)
    const plural = compiled(objectMapping(row('x', '[a]')), target({ name: 'x', multivalued: true }))
    expect(values(wanted(plural, many))).toEqual({ x: ['x', 'y'] })
    expect(values(wanted(plural, { a: 'x' }))).toEqual({ x: ['x'] })
  })
})

test('what was redacted is marked on its flow', () => {
  const mapping = compiled(objectMapping(row('x', 'Redact([a])')))
  expect(wanted(mapping, { a: 'secret' }).flows[0]).toMatchObject({ value: 'secret', sensitive: true })
})

describe('refused when it is compiled, with the mapping named', () => {
  test.each([
    [
      'two mappings with one target',
      [row('userName', '[a]'), row('username', '[b]')],
      'another mapping has the same target',
    ],
    [
      'an expression that does not parse',
      [row('title', 'Joim([a])')],
      'There is no function Joim. Did you mean Join? (line 1, column 1)',
    ],
  ])('%s', (_, rows, reason) => {
    const result = compileMappings(objectMapping(...rows))
    expect(result).toMatchObject({ kind: 'refused', problems: [{ message: expect.stringContaining(reason) }] })
    expect(result).toMatchObject({ problems: [{ message: expect.stringContaining('Users, mapping to ') }] })
  })
})

test('names with dots enter nested objects, and never the prototype', () => {
  const mapping = compiled(
    objectMapping(row('x', '[employeeOrgData.costCenter]'), row('y', '[constructor]'), row('z', '[a.b]')),
  )
  expect(values(wanted(mapping, { employeeOrgData: { costCenter: 'C1' }, 'a.b': 'flat' }))).toEqual({
    x: 'C1',
    z: 'flat',
  })
})
