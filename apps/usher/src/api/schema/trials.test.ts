import type { SynchronizationSchema } from '@usher/engine'
import { beforeEach, expect, test } from 'vitest'
import { withApplications } from '../test-applications.ts'

const at = withApplications('generic', ['ana', 'bea', 'cem'])
const { ask } = at
beforeEach(async () => {
  await ask('PATCH', `${at.app}/settings`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x' })
  await ask('PATCH', '/usher/users/ana@contoso.example', { department: 'Sales' })
})

const saved = async () => (await ask('GET', `${at.app}/schema`)).body as unknown as SynchronizationSchema

/** With a scoping filter of users. */
function filtered(schema: SynchronizationSchema, value: string): SynchronizationSchema {
  const [rule] = schema.synchronizationRules
  const clause = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: [value] } }
  const scope = { groups: [{ name: 'One department', clauses: [clause] }] }
  const objectMappings = rule?.objectMappings.map((one) => (one.sourceObjectName === 'User' ? { ...one, scope } : one))
  return { ...schema, synchronizationRules: [{ ...rule, objectMappings }] as never }
}

test('Functions and operators are told as they run, and functions come with examples', async () => {
  const { body } = await ask('GET', '/usher/language')
  const functions = body['functions'] as readonly { name: string; examples: readonly unknown[] }[]
  expect(functions.find(({ name }) => name === 'Switch')).toMatchObject({ family: 'Conditions and choices' })
  expect(functions.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([
    'SelectUniqueValue',
  ])
  expect(body['operators']).toContainEqual(expect.objectContaining({ name: 'NOT EQUALS', arity: 'Binary' }))
})

test('An expression is tried on a person, part by part; what is wrong says where', async () => {
  const tried = async (expression: string, who?: string) =>
    (await ask('POST', `${at.app}/schema/expression`, { expression, ...(who !== undefined && { who }) })).body
  expect(await tried('ToUpper([department])', 'ana@contoso.example')).toMatchObject({
    findings: [],
    result: { name: 'ana', gave: { kind: 'value', value: 'SALES' }, parts: [{ text: '[department]', depth: 0 }] },
  })
  expect(await tried('ToUper([department])')).toMatchObject({
    canonical: null,
    findings: [{ severity: 'error', message: expect.stringContaining('Did you mean ToUpper?') as string, offset: 0 }],
  })
  expect(await tried('[departmnt]')).toMatchObject({ findings: [{ line: 1, column: 1 }], result: null })
  expect(await tried('Error("No account name")', 'ana@contoso.example')).toMatchObject({
    result: { gave: { kind: 'error' } },
  })
})

test('How many would be in scope is counted with a filter that is not saved, and why somebody is not', async () => {
  await ask('POST', `${at.app}/assignments`, { who: 'ana@contoso.example' })
  await ask('POST', `${at.app}/assignments`, { who: 'bea@contoso.example' })
  const schema = filtered(await saved(), 'Sales')
  const { body } = await ask('POST', `${at.app}/schema/scope`, { schema })
  expect(body['counted']).toMatchObject({
    looked: 3,
    inScope: 1,
    out: expect.arrayContaining([
      { code: 'notAssigned', says: expect.any(String) as string, count: 1 },
      { code: 'filteredOut', says: expect.any(String) as string, count: 1 },
    ]) as unknown,
    done: true,
  })
  const why = await ask('POST', `${at.app}/schema/scope/why`, { schema, who: 'bea@contoso.example' })
  expect(why.body).toMatchObject({
    name: 'bea',
    inScope: false,
    says: expect.stringMatching(/^Not in scope/) as string,
  })
  expect(why.body['checks']).toContainEqual(expect.objectContaining({ passed: false, decides: true }))
  expect(await saved()).not.toEqual(schema)
})

test('UI-47: earlier mappings are kept with who saved them, and are given back as they were', async () => {
  const first = await saved()
  const schema = filtered(first, 'Sales')
  expect((await ask('PUT', `${at.app}/schema`, schema)).body).toMatchObject({ saved: true })
  const { body } = await ask('GET', `${at.app}/schema/versions`)
  expect(body).toMatchObject({
    current: { version: 2, actor: expect.any(String) as string },
    earlier: [{ version: 1, at: null, actor: null }],
  })
  expect((await ask('GET', `${at.app}/schema/versions/1`)).body).toEqual(first)
  expect((await ask('GET', `${at.app}/schema/versions/2`)).body).toEqual(schema)
  expect((await ask('GET', `${at.app}/schema/default`)).body).toEqual(first)
  expect(await ask('GET', `${at.app}/schema/versions/7`)).toMatchObject({ status: 404 })
})
