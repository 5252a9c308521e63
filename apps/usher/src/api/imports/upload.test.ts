import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAudit } from '../../store/audit-read.ts'
import { readLog } from '../../store/log-read.ts'
import { listUsers } from '../../store/users.ts'
import { listen, type Listening } from './test-upload.ts'

let service: Listening
beforeAll(async () => {
  service = await listen()
})
afterAll(() => service.close())

const expressions = JSON.stringify({
  employeeId: '[No]',
  userPrincipalName: '[Login]',
  department: '[Dept]',
  accountEnabled: '[Active]',
})
const file = (...rows: readonly string[]): string => ['No,Login,Dept,Active', ...rows, ''].join('\n')
const people = async () =>
  (await listUsers(service.store, { limit: 100 })).users.map(({ userPrincipalName, accountEnabled }) => [
    userPrincipalName,
    accountEnabled,
  ])

test('the columns of a file are told, with rows and what they may be', async () => {
  const { status, body } = await service.send('columns', {}, file('1,ana@contoso.example,Sales,true'))
  expect(status).toBe(200)
  expect(body).toMatchObject({
    encoding: 'UTF-8',
    separator: ',',
    columns: ['No', 'Login', 'Dept', 'Active'],
    rows: [{ No: '1', Login: 'ana@contoso.example', Dept: 'Sales', Active: 'true' }],
    suggested: { userPrincipalName: '[Login]', department: '[Dept]', accountEnabled: '[Active]' },
  })
})

test('a file of which only the beginning is sent has columns, too', async () => {
  const whole = await readFile(join(import.meta.dirname, '../../../../../examples/contoso/hr-1000.csv'))
  const { body } = await service.send('columns', {}, whole.subarray(0, 1000))
  expect(body).toMatchObject({
    suggested: { employeeId: '[WorkerID]', givenName: '[FirstName]', manager: '[ManagerID]' },
  })
})

test('a preview says what would be, and changes nothing', async () => {
  const before = await people()
  const acts = await readAudit(service.store, { limit: 100 })
  const { report } = await service.import(
    { mapping: expressions, preview: 'true' },
    file('1,ana@contoso.example,Sales,true', '2,ben@contoso.example,Sales,true'),
  )
  expect(report).toMatchObject({ rows: 2, people: 2, created: 2, updated: 0, disabled: 0 })
  expect(await people()).toEqual(before)
  expect(await readAudit(service.store, { limit: 100 })).toEqual(acts)
})

test('an import makes, changes and disables people, and is in the audit log', async () => {
  await service.import(
    { mapping: expressions },
    file('1,ana@contoso.example,Sales,true', '2,ben@contoso.example,Sales,true'),
  )
  const second = file('1,ana@contoso.example,Legal,true', '2,ben@contoso.example,Sales,false')
  const { report: foreseen } = await service.import({ mapping: expressions, preview: 'true' }, second)
  expect(await people()).toContainEqual(['ben@contoso.example', true])
  const { report } = await service.import({ mapping: expressions }, second)
  expect(report).toMatchObject({ created: 0, updated: 2, disabled: 1 })
  expect(foreseen).toMatchObject({ created: 0, updated: 2, disabled: 1 })
  expect(await people()).toContainEqual(['ben@contoso.example', false])
  expect((await readAudit(service.store, { limit: 1 }))[0]).toMatchObject({
    activity: 'Import',
    actor: 'mia',
    object: 'people.csv',
  })
})

test('whoever is absent from a whole file is disabled, and too many are held; the preview says both', async () => {
  const many = Array.from({ length: 40 }, (_, n) => `${100 + n},p${n}@contoso.example,Sales,true`)
  await service.import({ mapping: expressions }, file(...many))
  const options = { mapping: expressions, complete: 'true' }
  const cut = file(...many.slice(0, 20))
  const { report: foreseen } = await service.import({ ...options, preview: 'true' }, cut)
  expect(foreseen).toMatchObject({ disabled: 0, held: { count: 21 } })
  const { report: all } = await service.import({ ...options, preview: 'true', allowRemovals: 'true' }, cut)
  expect(all).toMatchObject({ disabled: 21, held: { count: 0 } })
  expect(await people()).toContainEqual(['p39@contoso.example', true])
})

test('what is wrong with a row is said in the preview, and kept in the log after the import', async () => {
  const odd = file('7,,Sales,true', ',x@contoso.example,Sales,true')
  const { report } = await service.import({ mapping: expressions, preview: 'true' }, odd)
  expect(report).toMatchObject({ refused: { count: 1 }, skipped: { count: 1 } })
  expect(await readLog(service.store, { search: 'names nobody', limit: 10 })).toEqual([])
  await service.import({ mapping: expressions }, odd)
  expect(await readLog(service.store, { search: 'names nobody', limit: 10 })).toHaveLength(1)
})

test.each([
  ['a mapping that is no JSON', { mapping: '{' }, /The mapping is not JSON/],
  ['no mapping', {}, /The mapping is not JSON/],
  ['a mapping without employeeId', { mapping: '{"mail":"[No]"}' }, /employeeId/],
  ['an expression that is none', { mapping: '{"employeeId":"[No"}' }, /employeeId/],
])('%s is refused with a sentence', async (_, fields: Readonly<Record<string, string>>, says) => {
  const answer = await service.send('files', fields, file())
  expect(answer.status).toBe(400)
  expect(answer.text).toMatch(says)
})

test.each([
  ['a column that the file has not', '{"employeeId":"[Nr]"}', file(), /Nr/],
  ['an empty file', expressions, '', /empty/],
])('%s is said when the file is read', async (_, mapping, text, says) => {
  const answer = await service.send('files', { mapping }, text)
  expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(says) as string })
})

test('what is no form is told what to send', async () => {
  const answer = await fetch(`${service.url}/usher/imports/files`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('multipart/form-data')
})
