import { describe, expect, test } from 'vitest'
import { checkSchema } from './check-schema.ts'
import type { SchemaFinding } from './finding.ts'
import type {
  AttributeDefinition, AttributeMapping, AttributeMappingSource, Filter, FilterClause, ObjectMapping, SynchronizationSchema,
} from './schema.ts' // prettier-ignore

const text = (name: string, rest: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
  name,
  type: 'String',
  ...rest,
})
const source: readonly AttributeDefinition[] = [
  text('objectId', { anchor: true }),
  text('userPrincipalName'),
  text('mail'),
  text('department'),
  text('level', { type: 'Integer' }),
  text('hired', { type: 'DateTime' }),
  text('proxyAddresses', { multivalued: true }),
  text('appRoleAssignments', { multivalued: true }),
  text('manager', { type: 'Reference' }),
  text('owners', { type: 'Reference', multivalued: true }),
]
const target: readonly AttributeDefinition[] = [
  text('id', { anchor: true }),
  text('userName', { required: true }),
  text('active', { type: 'Boolean' }),
  text('title'),
  text('emails', { multivalued: true }),
  text('roles', { multivalued: true }),
  text('roles[primary eq "True"].value'),
  text('level', { type: 'Integer' }),
  text('hired', { type: 'DateTime' }),
  text('employeeNumber', { mutability: 'Immutable' }),
  text('meta.created', { mutability: 'ReadOnly' }),
  text('entitlements'),
  text('photos[type eq "photo"].value'),
  text('password', { mutability: 'WriteOnly' }),
  text('manager', { type: 'Reference' }),
]

type Row = Partial<Omit<AttributeMapping, 'source'>> & { readonly source?: AttributeMappingSource | null }

function row(targetAttributeName: string, expression: string | null, rest: Row = {}): AttributeMapping {
  const from = expression === null ? null : { expression }
  return { targetAttributeName, source: from, matchingPriority: 0, flowType: 'Always', ...rest }
}

const userName = row('userName', '[userPrincipalName]', { matchingPriority: 1 })
const active = row('active', 'Switch([IsSoftDeleted], , "False", "True", "True", "False")')

type Change = Partial<ObjectMapping> & { readonly targets?: readonly AttributeDefinition[] }

function schemaWith({ targets = target, ...change }: Change): SynchronizationSchema {
  const mapping: ObjectMapping = {
    name: 'Users',
    enabled: true,
    flowTypes: 'Add, Update, Delete',
    sourceObjectName: 'User',
    targetObjectName: 'User',
    scope: null,
    ...change,
    attributeMappings: withActive(change.attributeMappings ?? [userName]),
  }
  return {
    directories: [
      { name: 'Here', objects: [{ name: 'User', attributes: source }] },
      { name: 'There', objects: [{ name: 'User', attributes: targets }] },
    ],
    synchronizationRules: [
      { id: '1', name: 'rule', priority: 1, sourceDirectoryName: 'Here', targetDirectoryName: 'There', objectMappings: [mapping] },
    ],
  } // prettier-ignore
}

/** Somebody who leaves is disabled, unless a test says otherwise. */
function withActive(rows: readonly AttributeMapping[]): readonly AttributeMapping[] {
  return rows.some(({ targetAttributeName }) => targetAttributeName === 'active') ? rows : [...rows, active]
}

function findings(change: Change, syncAll = false): readonly SchemaFinding[] {
  return checkSchema(schemaWith(change), { syncAll })
}

const mapped = (...rows: readonly AttributeMapping[]): Change => ({ attributeMappings: [userName, ...rows] })
const mappingAt = '/synchronizationRules/0/objectMappings/0/attributeMappings/1'

test('a sound schema has no findings', () => {
  const rows = [
    active,
    row('title', '[department]', { usher: { nullPolicy: 'clear' } }),
    row('emails', '[proxyAddresses]'),
    row('roles', 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])'),
    row('level', '[level]'),
    row('hired', '[hired]'),
    row('manager', '[manager]'),
    row('employeeNumber', null, { defaultValue: 'none', flowType: 'ObjectAddOnly' }),
  ]
  expect(findings(mapped(...rows))).toEqual([])
})

describe('a mapping is refused, named, with what to change', () => {
  test.each<readonly [string, AttributeMapping, string]>([
    ['an expression that does not parse', row('title', 'Joim("-", [mail])'), 'There is no function Joim. Did you mean Join? (line 1, column 1)'],
    ['an unknown source attribute', row('title', 'Append([mial], "x")'), 'The source has no attribute mial. Did you mean mail? (line 1, column 8)'],
    ['an unknown target attribute', row('titel', '[mail]'), 'the target has no attribute of this name. Did you mean title?'],
    ['the primary key', row('id', '[mail]'), 'the primary key cannot be a target attribute.'],
    ['a read-only target', row('meta.created', '[mail]'), 'the target attribute is read-only; remove this mapping.'],
    ['entitlements', row('entitlements', '[mail]'), 'entitlements are not supported; map a role instead.'],
    ['photos', row('photos[type eq "photo"].value', '[mail]'), 'photos are not provisioned; remove this mapping.'],
    ['a password that is kept in step', row('password', 'Redact([mail])'), 'apply this mapping only during object creation.'],
    ['a list for one value', row('title', '[proxyAddresses]'), 'Take one value with Item, or put them together with Join.'],
    ['a split text for one value', row('title', 'Split([mail], "@")'), 'Take one value with Item, or put them together with Join.'],
    ['a constant that does not fit', row('active', '"maybe"'), 'the constant does not fit: the target takes True or False'],
    ['a number for a Boolean', row('active', 'Count([proxyAddresses])'), 'the target is Boolean, and this gives a number.'],
    ['a default that does not fit', row('level', '[level]', { defaultValue: 'high' }), 'the default value does not fit: the target takes a whole number'],
    ['roles mapped directly', row('roles', '[appRoleAssignments]'), 'appRoleAssignments cannot be mapped directly.'],
    ['one role for several', row('roles', 'SingleAppRoleAssignment([appRoleAssignments])'), 'use AssertiveAppRoleAssignmentsComplex.'],
    ['a reference made of a text', row('manager', '[mail]'), 'the target is a reference, and mail is none.'],
    ['a reference through a function', row('manager', 'Coalesce([manager], [manager])'), 'map a reference attribute directly, or with CStr.'],
    ['several references for one', row('manager', '[owners]'), 'the target takes one reference, and owners holds several.'],
    ['a reference for a text', row('title', '[manager]'), 'for a text of it write CStr.'],
    ['Switch on a reference', row('title', 'Switch([manager], , "a", "b")'), '[manager] is a reference: map it directly or with CStr'],
    ['a unique value always', row('title', 'SelectUniqueValue([mail], [department])'), 'apply this mapping only during object creation.'],
    ['IgnoreObjectFlow elsewhere', row('title', 'IIF([mail] = "x", IgnoreObjectFlow, "y")'), 'it belongs into a mapping to objectFilter.'],
    ['MultiValueAddOnly for one value', row('title', '[mail]', { flowType: 'MultiValueAddOnly' }), 'the target takes one.'],
    ['an unknown flow type', row('title', '[mail]', { flowType: 'Sometimes' as never }), 'flowType is one of Always, ObjectAddOnly'],
    ['nullPolicy default without one', row('title', '[mail]', { usher: { nullPolicy: 'default' } }), 'nullPolicy default needs a default value.'],
    ['an unknown nullPolicy', row('title', '[mail]', { usher: { nullPolicy: 'wipe' as never } }), 'nullPolicy is keep, clear or default, not wipe.'],
    ['matching by a constant', row('title', '"x"', { matchingPriority: 2 }), 'a constant is the same for everybody'],
    ['matching by what is made of constants', row('title', 'Append("a", "b")', { matchingPriority: 2 }), 'a constant is the same for everybody'],
    ['matching by nothing', row('title', null, { matchingPriority: 2 }), 'a mapping of type None has no value to match by.'],
    ['matching by a reference', row('manager', '[manager]', { matchingPriority: 2 }), 'a reference cannot be a matching attribute.'],
    ['matching by several values', row('emails', '[proxyAddresses]', { matchingPriority: 2 }), 'several values cannot be a matching attribute.'],
    ['matching by chance', row('title', 'Guid()', { matchingPriority: 2, flowType: 'ObjectAddOnly' }), 'gives another value each time'],
    ['matching by a secret', row('title', 'Redact([mail])', { matchingPriority: 2 }), 'so it cannot be redacted.'],
    ['matching by a unique value', row('title', 'SelectUniqueValue([mail], [department])', { matchingPriority: 2, flowType: 'ObjectAddOnly' }), 'it cannot be a matching attribute.'],
  ])('%s', (_, mapping, message) => {
    const errors = findings(mapped(mapping)).filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ at: mappingAt, message: expect.stringContaining(message) }])
    expect(errors[0]?.message.startsWith(`Users, mapping to ${mapping.targetAttributeName}: `)).toBe(true)
  }) // prettier-ignore

  test('roles while everybody is in scope', () => {
    const rows = mapped(row('roles', 'AppRoleAssignmentsComplex([appRoleAssignments])'))
    expect(findings(rows)).toEqual([])
    expect(findings(rows, true)).toMatchObject([
      { severity: 'error', message: expect.stringContaining('Sync all users') },
    ])
  })

  test('a required attribute that would be cleared', () => {
    const mapping = { ...userName, matchingPriority: 0, usher: { nullPolicy: 'clear' } as const }
    const change = { attributeMappings: [mapping, row('title', '[mail]', { matchingPriority: 1 })] }
    expect(findings(change)).toMatchObject([{ message: expect.stringContaining('required and cannot be cleared') }])
  })

  test('an error in an expression says where in it', () => {
    const [finding] = findings(mapped(row('title', 'Append([mail],\n  Joim([mail]))')))
    expect(finding).toMatchObject({
      place: { offset: 17, line: 2, column: 3 },
      expression: expect.stringContaining('Joim'),
    })
  })
})

test('a reference by name takes a text', () => {
  const referencedObjects = [{ referencedObjectName: 'Departments', referencedProperty: 'Name' }]
  const targets = [...target, text('unit', { type: 'Reference', referencedObjects })]
  expect(findings({ ...mapped(row('unit', '[department]')), targets })).toEqual([])
})

describe('a mapping is doubtful', () => {
  test.each<readonly [string, AttributeMapping, string]>([
    ['a value that never rests', row('title', 'Guid()'), 'so it is written only when the object is created.'],
    ['a value that never rests, wished so', row('title', 'Now()', { flowBehavior: 'FlowAlways' }), 'FlowAlways writes it each time'],
    ['an immutable target', row('employeeNumber', '[mail]'), 'written only when the object is created.'],
    ['a constant with a default', row('title', '"x"', { defaultValue: 'y' }), 'its default value is never used.'],
    ['a unique value', row('title', 'SelectUniqueValue([mail], [department])', { flowType: 'ObjectAddOnly' }), 'Entra takes SelectUniqueValue only from'],
    ['what Entra does not support', row('title', 'IIF(IsPresent([mail]), [mail], "none")'), 'Entra does not support it.'],
  ])('%s', (_, mapping, message) => {
    expect(findings(mapped(mapping))).toMatchObject([{ severity: 'warning', message: expect.stringContaining(message) }])
  }) // prettier-ignore
})

describe('an object mapping is refused', () => {
  test.each<readonly [string, Change, string]>([
    ['the same target twice', mapped(row('title', '[mail]'), row('Title', '[mail]')), 'two mappings have the target attribute Title'],
    ['nothing to match by', { attributeMappings: [row('userName', '[mail]')] }, 'no attribute is a matching attribute'],
    ['a required attribute without a mapping', { attributeMappings: [row('title', '[mail]', { matchingPriority: 1 })] }, 'the application requires userName'],
    ['users switched off', { enabled: false }, 'the mapping of users cannot be switched off.'],
    ['an unknown action', { flowTypes: 'Add, Remove' }, 'flowTypes names Add, Update, Delete, not Remove.'],
    ['an unknown source object', { sourceObjectName: 'Person' }, 'the directory "Here" of the schema has no object Person.'],
    ['an unknown target object', { targetObjectName: 'Account' }, 'the directory "There" of the schema has no object Account.'],
  ])('%s', (_, change, message) => {
    const errors = findings(change).filter(({ severity }) => severity === 'error')
    expect(errors.map((error) => error.message)).toContainEqual(expect.stringContaining(message))
  }) // prettier-ignore

  test.each([
    ['active follows something else', row('active', '[mail]')],
    ['active is set at creation only', { ...active, flowType: 'ObjectAddOnly' } as const],
    ['active has no source', row('active', null, { defaultValue: 'True' })],
  ])('nobody who leaves is disabled: %s', (_, one) => {
    expect(findings(mapped(one))).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('no mapping reads IsSoftDeleted') },
    ])
    expect(findings({ ...mapped(one), flowTypes: 'Add' })).toEqual([])
  })

  test('two matching attributes of one precedence are doubtful', () => {
    expect(findings(mapped(row('title', '[mail]', { matchingPriority: 1 })))).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('precedence 1') },
    ])
  })
})

describe('a list of attributes is refused', () => {
  const custom = 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:tag'
  const byHand = { metadata: [{ key: 'IsCustomerDefined', value: 'true' }] }
  test.each<readonly [string, readonly AttributeDefinition[], string]>([
    ['two anchors', [text('other', { anchor: true })], 'only one attribute can be the anchor, not id and other.'],
    ['a name twice', [text('TITLE')], 'TITLE is listed twice; remove one.'],
    ['an unknown type', [text('x', { type: 'Text' as never })], 'x has the type Text; there are String'],
    ['a custom name of another form', [text('urn:contoso:tag', byHand)], 'urn:contoso:tag must look like urn:ietf:params:scim:schemas:extension:'],
    ['a custom reference', [text(custom, { ...byHand, type: 'Reference' })], 'an attribute of your own cannot be a reference.'],
    ['a custom attribute with several values', [text(custom, { ...byHand, multivalued: true })], 'has one value; only roles may have several.'],
    ['a custom attribute with parts', [text(`${custom}.part`, byHand)], 'cannot have parts'],
  ])('%s', (_, more, message) => {
    const errors = findings({ targets: [...target, ...more] }).filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ at: '/directories/1/objects/0', message: expect.stringContaining(message) }])
  }) // prettier-ignore

  test('not one of a directory that people come from, where an attribute may have several values', () => {
    const skills = text('extension_1_skills', { ...byHand, multivalued: true })
    const schema = schemaWith({})
    const [here, ...others] = schema.directories
    const more = { name: 'Here', objects: [{ name: 'User', attributes: [...source, skills] }] }
    expect(here).toBeDefined()
    expect(checkSchema({ ...schema, directories: [more, ...others] }, { syncAll: false })).toEqual([])
  })

  test.each(['Text', 'constructor'])('an unknown type (%s) is told once, whatever is mapped to it', (type) => {
    const odd = text('odd', { type: type as never })
    const rows = mapped(row('odd', '"x"', { defaultValue: 'y' }))
    const errors = findings({ ...rows, targets: [...target, odd] }).filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ message: expect.stringContaining(`odd has the type ${type}`) }])
  })

  test('not a custom attribute of the right form', () => {
    expect(findings({ targets: [...target, text(custom, byHand)] })).toEqual([])
  })
})

describe('a scoping filter is refused', () => {
  const clause = (attribute: string, operator: string, ...values: string[]): FilterClause => ({
    sourceOperandName: attribute,
    operatorName: operator,
    targetOperand: { values },
  })
  const filter = (...clauses: FilterClause[]): Filter => ({ groups: [{ name: 'Sales', clauses }] })
  test.each<readonly [string, FilterClause, string]>([
    ['an unknown operator', clause('department', 'EQUAL', 'a'), 'there is no operator EQUAL. Did you mean EQUALS?'],
    ['IsMemberOf', clause('objectId', 'IsMemberOf', 'x'), 'Includes([memberOf], "Sales").'],
    ['an unknown attribute', clause('departmnet', 'EQUALS', 'a'), 'Did you mean department?'],
    ['an attribute that every object has', clause('constructor', 'EQUALS', 'a'), 'the source has no attribute of this name.'],
    ['assigned roles', clause('appRoleAssignments', 'EQUALS', 'a'), 'the assigned roles cannot be filtered on.'],
    ['a manager', clause('manager', 'IS NOT NULL'), '[manager.department] = "Sales".'],
    ['a date', clause('hired', 'IS NOT NULL'), 'DayBegun([hired], -7)'],
    ['several values', clause('proxyAddresses', 'INCLUDES', 'a'), 'Includes([proxyAddresses], "value").'],
    ['an operator of another type', clause('department', 'IS TRUE'), 'IS TRUE takes Boolean, and the attribute is String.'],
    ['no value', clause('department', 'EQUALS'), 'EQUALS needs a value to compare with.'],
    ['what the scope decides', clause('IsSoftDeleted', 'IS FALSE'), 'it is computed from the scope'],
    ['a broken pattern', clause('department', 'REGEX MATCH', '(Sales'), 'The group that begins here is not closed'],
    ['a number that is none', clause('level', 'GREATER_THAN', '-3'), 'not "-3".'],
  ])('%s', (_, one, message) => {
    expect(findings({ scope: filter(one) })).toMatchObject([
      {
        severity: 'error',
        at: '/synchronizationRules/0/objectMappings/0/scope/groups/0/clauses/0',
        message: expect.stringContaining(message),
      },
    ])
    expect(findings({ scope: filter(one) })[0]?.message.startsWith('Users, scoping filter "Sales", ')).toBe(true)
  }) // prettier-ignore

  test('an empty group', () => {
    expect(findings({ scope: { groups: [{ name: 'Sales', clauses: [] }] } })).toMatchObject([
      { message: expect.stringContaining('it has no clause') },
    ])
  })

  test('also as input and category filter', () => {
    const groups = [{ name: 'Sales', clauses: [clause('departmnet', 'EQUALS', 'a')] }]
    const all = findings({ scope: { groups: [], inputFilterGroups: groups, categoryFilterGroups: groups } })
    expect(all.map(({ at }) => at.split('/').at(-4))).toEqual(['inputFilterGroups', 'categoryFilterGroups'])
  })

  test('a pattern that is found anywhere in the value is doubtful', () => {
    expect(findings({ scope: filter(clause('department', 'REGEX MATCH', 'Sales')) })).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('^') },
    ])
    expect(findings({ scope: filter(clause('department', 'REGEX MATCH', '^Sales$')) })).toEqual([])
  })

  test('not a number compared as a text that holds one', () => {
    expect(
      findings({ scope: filter(clause('department', 'GREATER_THAN', '3'), clause('level', 'EQUALS', '3')) }),
    ).toEqual([])
  })
})

describe('what Usher adds is refused', () => {
  test.each([
    ['an expression that does not parse', 'AllOf([mail', 'The attribute that begins here is not closed.'],
    ['an unknown attribute', 'Includes([memberOff], "a")', 'Did you mean memberOf?'],
    ['an unknown attribute of the manager', '[manager.departmnet] = "a"', 'Did you mean manager.department?'],
    ['chance', 'Guid() = "a"', 'chance cannot decide about scope.'],
    ['a list', 'Split([mail], "@")', 'it must give True or False.'],
    ['what the scope decides', '[IsSoftDeleted] = "False"', 'IsSoftDeleted is computed from the scope'],
    ['a signal', 'IIF([mail] = "a", IgnoreObjectFlow, "True")', 'there is nothing to ignore'],
  ])('%s in a scoping expression', (_, expression, message) => {
    const change = { usher: { scopingExpressions: [{ name: 'Joiners', expression }] } }
    expect(findings(change)).toMatchObject([{ severity: 'error', message: expect.stringContaining(message) }])
    expect(findings(change)[0]?.message.startsWith('Users, scoping expression "Joiners": ')).toBe(true)
  })

  test('nothing, when groups, manager, dates and roles are asked for', () => {
    const expression =
      'AllOf(Includes([memberOf], "Sales"), [manager.department] = "Sales", DayBegun([hired], -7), Includes([proxyAddresses], "a"))'
    expect(findings({ usher: { scopingExpressions: [{ name: 'Joiners', expression }] } })).toEqual([])
  })

  const term = (targetAttributeName: string, expression: string) => ({ targetAttributeName, expression })
  test.each([
    ['one attribute', 2, [term('title', '[mail]')], 'it needs two attributes or more'],
    ['no precedence', 0, [term('title', '[mail]'), term('userName', '[mail]')], 'matchingPriority is a precedence from 1 on.'],
    ['an attribute twice', 2, [term('title', '[mail]'), term('title', '[mail]')], 'it names an attribute twice.'],
    ['an unknown target', 2, [term('titel', '[mail]'), term('userName', '[mail]')], 'Did you mean title?'],
    ['an unknown source', 2, [term('title', '[mial]'), term('userName', '[mail]')], 'Did you mean mail?'],
    ['constants alone', 2, [term('title', '"x"'), term('userName', 'Append("a", "b")')], 'all of it is the same for everybody'],
    ['a constant that does not fit', 2, [term('active', '"maybe"'), term('userName', '[mail]')], 'the target takes True or False'],
    ['a constant among several values', 2, [term('emails', '"x"'), term('userName', '[mail]')], 'several values cannot be a matching attribute.'],
    ['a reference', 2, [term('manager', '[manager]'), term('userName', '[mail]')], 'a reference cannot be a matching attribute.'],
  ])('matching by %s', (_, matchingPriority, all, message) => {
    expect(findings({ usher: { matching: [{ matchingPriority, all }] } })).toMatchObject([
      { severity: 'error', message: expect.stringContaining(message) },
    ])
  }) // prettier-ignore
})

describe('members of usher that there are not', () => {
  test.each([
    [
      { scopingExpression: [] },
      'error',
      'Users: usher has no member scopingExpression. Did you mean scopingExpressions?',
    ],
    [{ colour: 'red' }, 'warning', 'Users: usher has no member colour; it is kept and does nothing.'],
  ])('of an object mapping: %j', (usher, severity, message) => {
    expect(findings({ usher: usher as never })).toMatchObject([{ severity, message }])
  })

  test('of an attribute mapping, where one wrong letter would keep a value that must go', () => {
    const one = row('title', '[mail]', { usher: { nullpolicy: 'clear' } as never })
    expect(findings(mapped(one))).toMatchObject([
      {
        severity: 'error',
        message: 'Users, mapping to title: usher has no member nullpolicy. Did you mean nullPolicy?',
      },
    ])
  })
})

describe('what does not run', () => {
  const beside = (change: Partial<ObjectMapping>): SynchronizationSchema => {
    const schema = schemaWith({})
    const [rule] = schema.synchronizationRules
    const [users] = rule?.objectMappings ?? []
    if (rule === undefined || users === undefined) throw new Error('no mapping')
    return { ...schema, synchronizationRules: [{ ...rule, objectMappings: [users, { ...users, ...change }] }] }
  }

  test.each([
    ['a mapping of contacts', { name: 'Contacts', sourceObjectName: 'Contact' }, 'Contacts: only users and groups are'],
    ['a second mapping of users', { name: 'More' }, 'More: one mapping of users runs, "Users"'],
  ])('%s is told, and kept', (_, change, message) => {
    const schema = beside(change)
    const directories = schema.directories.map((directory) => ({
      ...directory,
      objects: directory.objects.flatMap((object) => [object, { ...object, name: 'Contact' }]),
    }))
    expect(checkSchema({ ...schema, directories }, { syncAll: false })).toMatchObject([
      {
        severity: 'warning',
        at: '/synchronizationRules/0/objectMappings/1',
        message: expect.stringContaining(message),
      },
    ])
  })

  test('a mapping that is switched off is no news', () => {
    const off = beside({ sourceObjectName: 'Group', enabled: false })
    const messages = checkSchema(off, { syncAll: false }).map(({ message }) => message)
    expect(messages).not.toContainEqual(expect.stringContaining('does nothing'))
  })

  test('a schema without a mapping of users is refused', () => {
    expect(findings({ sourceObjectName: 'Person' }).map(({ message }) => message)).toContain(
      'The schema has no mapping of users.',
    )
  })
})
