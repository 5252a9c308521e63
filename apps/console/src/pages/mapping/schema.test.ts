import { expect, test } from 'vitest'
import { differences } from './differences.ts'
import { fieldOf, sentenceOf } from './findings.ts'
import { type ObjectMapping, type Schema, actionsOf, moved, withAction, withObjectMapping } from './schema.ts'
import { asKind, editedOf, sourceOf } from './source-kind.ts'
import { callAt } from './expression/call-at.ts'
import { isWithinText } from './expression/completion.ts'
import { parameterOf } from './expression/parameter-of.ts'

const title = {
  targetAttributeName: 'title',
  source: { expression: '[jobTitle]' },
  matchingPriority: 0,
  flowType: 'Always',
}
const name = { ...title, targetAttributeName: 'userName', source: { expression: '[mail]' }, matchingPriority: 1 }
const users: ObjectMapping = {
  name: 'Users',
  enabled: true,
  flowTypes: 'Add,Update,Delete',
  sourceObjectName: 'User',
  targetObjectName: 'User',
  attributeMappings: [name, title],
}
const schema: Schema = {
  directories: [{ name: 'HR', objects: [{ name: 'User', attributes: [{ name: 'title', type: 'String' }] }] }],
  synchronizationRules: [{ name: 'R', sourceDirectoryName: 'D', targetDirectoryName: 'HR', objectMappings: [users] }],
}
const changed = (change: Partial<ObjectMapping>): Schema =>
  withObjectMapping(schema, { r: 0, m: 0 }, { ...users, ...change })

test.each([
  [{ expression: '[jobTitle]' }, 'direct', 'jobTitle'],
  [{ expression: '"a \\"b\\" \\\\c"' }, 'constant', 'a "b" \\c'],
  [{ expression: 'ToUpper([a])' }, 'expression', 'ToUpper([a])'],
  [{ type: 'Constant', name: 'x' }, 'constant', 'x'],
  [null, 'none', ''],
] as const)('%j is edited as %s', (source, kind, text) => {
  expect(editedOf(source)).toEqual({ kind, text })
})

test('A constant is written so that it is read again as it was', () => {
  const edited = { kind: 'constant', text: 'a "quoted" \\ path' } as const
  expect(editedOf(sourceOf(edited))).toEqual(edited)
})

test('Going on with an expression keeps what was chosen, and back again', () => {
  const expression = asKind({ kind: 'direct', text: 'mail' }, 'expression')
  expect(expression).toEqual({ kind: 'expression', text: '[mail]' })
  expect(asKind(expression, 'direct')).toEqual({ kind: 'direct', text: 'mail' })
  expect(asKind(expression, 'constant')).toEqual({ kind: 'constant', text: '' })
})

test('Differences name what a person would call it, one row each', () => {
  expect(differences(schema, schema)).toEqual([])
  expect(
    differences(schema, changed({ attributeMappings: [name, { ...title, source: { expression: '[department]' } }] })),
  ).toEqual([{ what: 'Users: title', before: '[jobTitle]', after: '[department]' }])
  const group = { name: 'Sales', clauses: [{ sourceOperandName: 'department', operatorName: 'IS NOT NULL' }] }
  expect(differences(schema, changed({ attributeMappings: [name], scope: { groups: [group] } }))).toEqual([
    { what: 'Users: title', before: '[jobTitle]', after: null },
    { what: 'Users: scoping filter 1', before: null, after: 'Sales: department IS NOT NULL' },
  ])
  expect(differences(schema, changed({ attributeMappings: [title, name] }))).toEqual([
    { what: 'Users: order', before: 'userName, title', after: 'title, userName' },
  ])
  expect(differences(schema, { ...schema, more: 1 } as Schema)).toHaveLength(1)
})

test('Mappings move by one, and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('Target object actions are turned on and off one by one', () => {
  const without = withAction(users, 'Delete', false)
  expect(without.flowTypes).toBe('Add,Update')
  expect(actionsOf(withAction(withAction(without, 'Add', false), 'Update', false))).toEqual([])
})

test.each([
  ['Users, mapping to title: the default value does not fit: the target is Boolean.', 'default'],
  ['Users, mapping to title: the primary key cannot be a target attribute.', 'target'],
  ['Users, mapping to title: a constant is the same for everybody and cannot be a matching attribute.', 'matching'],
  ['Users, mapping to title: something else', 'whole'],
] as const)('%s is shown at the field %s', (message, field) => {
  expect(fieldOf({ severity: 'error', at: '/', message })).toBe(field)
  expect(sentenceOf({ severity: 'error', at: '/', message })).not.toContain('Users')
})

test.each([
  ['Join(" ", [a], |)', { name: 'Join', argument: 2 }],
  ['Join(" ", Mid([a], |1), [b])', { name: 'Mid', argument: 1 }],
  ['Jo|in("(", [a])', { name: 'Join', argument: -1 }],
  ['Join("a, (b", |', { name: 'Join', argument: 1 }],
  ['[a] & |', null],
  ['Append([x(,], |', { name: 'Append', argument: 1 }],
  ['(Trim([a]) & |', null],
] as const)('in %s the cursor is in %j', (text, call) => {
  expect(callAt(text.replace('|', ''), text.indexOf('|'))).toEqual(call)
})

test('The argument that is being written has the name of its parameter; those that repeat go round', () => {
  const once = { name: 'separator', isOptional: false, repeats: false }
  const parameters = [once, { ...once, name: 'key', repeats: true }, { ...once, name: 'value', repeats: true }]
  expect([-1, 0, 1, 2, 3].map((argument) => parameterOf(parameters, argument))).toEqual([
    null,
    'separator',
    'key',
    'value',
    'key',
  ])
})

test.each([
  ['Join("', true],
  ['Join("a \\" ', true],
  ['Join("a", ', false],
])('After %s one is within a text: %s', (before, isWithin) => {
  expect(isWithinText(before)).toBe(isWithin)
})
