import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const eventual = { ConsistencyLevel: 'eventual' }
let count = 0

async function made(more: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; upn: string }> {
  count += 1
  const upn = `person${count}@contoso.example`
  const body = { accountEnabled: true, displayName: `Person ${count}`, mailNickname: `person${count}`, userPrincipalName: upn, passwordProfile: { password: 'Secret-Word-1' }, ...more } // prettier-ignore
  const answer = await graph.ask('POST', '/v1.0/users', body)
  expect(answer.status, answer.text).toBe(201)
  return { id: String(answer.body['id']), upn: String(answer.body['userPrincipalName']) }
}
const names = (body: Readonly<Record<string, unknown>>): readonly string[] =>
  (body['value'] as { displayName: string }[]).map(({ displayName }) => displayName)
const find = async (filter: string, more = '') =>
  graph.ask('GET', `/v1.0/users?$filter=${encodeURIComponent(filter)}${more}`)

test('a person who was made has the usual properties and no others (5.1)', async () => {
  const answer = await graph.ask('POST', '/v1.0/users', {
    '@odata.type': '#microsoft.graph.user',
    accountEnabled: true, displayName: 'Ana Silva', mailNickname: 'ana', userPrincipalName: 'ana@contoso.example',
    passwordProfile: { forceChangePasswordNextSignIn: true, password: 'Never-Kept-1' },
    mobilePhone: '1', officeLocation: 'B2', businessPhones: ['22'], mail: 'Ana@contoso.example', employeeId: 'E7',
    onPremisesExtensionAttributes: { extensionAttribute1: 'x' }, extension_0123456789abcdef0123456789abcdef_cost: 'c1',
  }) // prettier-ignore
  expect(answer.status).toBe(201)
  expect(Object.keys(answer.body).toSorted()).toEqual(
    ['@odata.context', 'businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation',
      'preferredLanguage', 'surname', 'userPrincipalName'],
  ) // prettier-ignore
  expect(answer.body).toMatchObject({ businessPhones: ['22'], officeLocation: 'B2', mobilePhone: '1', givenName: null })
  expect(answer.headers.get('location')).toContain(`/v1.0/directoryObjects/${answer.body['id']}`)
  // By the names that mappings have.
  const own = await graph.ask('GET', `/usher/users/ana@contoso.example`)
  expect(own.body['attributes']).toMatchObject({ physicalDeliveryOfficeName: 'B2', mobile: '1', telephoneNumber: '22' })
  expect(own.text).not.toContain('Never-Kept')
  const selected = await graph.ask('GET', `/v1.0/users/Ana@contoso.example?$select=id,employeeId,onPremisesExtensionAttributes,extension_0123456789abcdef0123456789abcdef_cost`) // prettier-ignore
  expect(selected.body).toMatchObject({
    employeeId: 'E7',
    onPremisesExtensionAttributes: { extensionAttribute1: 'x', extensionAttribute2: null },
    extension_0123456789abcdef0123456789abcdef_cost: 'c1',
  })
})

test('what is missing, wrong, taken or read-only is refused by name', async () => {
  const { upn } = await made()
  const body = { accountEnabled: true, displayName: 'X', mailNickname: 'x', userPrincipalName: 'x1@contoso.example' }
  for (const name of ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'])
    expect((await graph.ask('POST', '/v1.0/users', { ...body, [name]: undefined })).body.error?.message).toContain(name)
  const twice = await graph.ask('POST', '/v1.0/users', { ...body, userPrincipalName: upn.toUpperCase() })
  expect(twice.status).toBe(400)
  expect(twice.body.error).toMatchObject({
    code: 'Request_BadRequest',
    message: 'Another object with the same value for property userPrincipalName already exists.',
    details: [{ code: 'ObjectConflict', target: 'userPrincipalName' }],
  })
  for (const [wrong, says] of [
    [{ ...body, userPrincipalName: 'nobody' }, 'Property userPrincipalName is invalid'],
    [{ ...body, createdDateTime: '2020-01-01T00:00:00Z' }, "Property 'createdDateTime' is read-only"],
    [{ ...body, nonsense: 1 }, "Could not find a property named 'nonsense'"],
    [{ ...body, jobTitle: 'x'.repeat(129) }, 'jobTitle'],
    [{ ...body, displayName: 'a\u0000b' }, 'NUL'],
    [{ ...body, displayName: 5 }, 'displayName'],
    [{ ...body, employeeHireDate: 'yesterday' }, 'employeeHireDate'],
    [{ ...body, extension_bad: 1 }, 'extension_bad'],
    [{ ...body, 'manager@odata.bind': 'https://x/v1.0/users/ana' }, 'Not a valid reference update'],
    [[], ''],
    ['"text"', ''],
  ] as const) {
    const answer = await graph.ask('POST', '/v1.0/users', wrong)
    expect(answer.status, JSON.stringify(wrong)).toBe(400)
    expect(answer.body.error?.message).toContain(says)
  }
})

test('a change sets what is given, null clears, the rest stays', async () => {
  const { id } = await made({ jobTitle: 'Clerk', city: 'Paris', onPremisesExtensionAttributes: { extensionAttribute1: 'a', extensionAttribute2: 'b' } }) // prettier-ignore
  const changed = await graph.ask('PATCH', `/v1.0/users/${id}`, {
    jobTitle: null, accountEnabled: false, onPremisesExtensionAttributes: { extensionAttribute2: 'c' },
  }) // prettier-ignore
  expect(changed.status).toBe(204)
  const { body } = await graph.ask('GET', `/beta/users('${id}')?$select=jobTitle,city,accountEnabled,onPremisesExtensionAttributes`) // prettier-ignore
  expect(body).toMatchObject({
    jobTitle: null, city: 'Paris', accountEnabled: false,
    onPremisesExtensionAttributes: { extensionAttribute1: 'a', extensionAttribute2: 'c' },
  }) // prettier-ignore
  const whole = await graph.ask('PATCH', `/v1.0/users/${id}`, { city: 'Rome' }, { prefer: 'return=representation' })
  expect(whole.status).toBe(200)
  expect((await graph.ask('PATCH', `/v1.0/users/${id}`, { displayName: null })).status).toBe(400)
  const password = { passwordProfile: { password: 'Another-Word-1' } }
  expect((await graph.ask('PATCH', `/v1.0/users/${id}`, password)).body.error?.message).toContain('invitation')
  expect((await graph.ask('POST', `/v1.0/users/${id}/revokeSignInSessions`)).body['value']).toBe(true)
})

test.each([
  ["userPrincipalName eq 'F1@contoso.example'", ['Fay One']],
  ["mail eq 'fay@mail.example'", ['Fay One']],
  ["mailNickname eq 'fay2'", ['Fay Two']],
  ["employeeId eq 'f-1'", ['Fay One']],
  ["startsWith(displayName,'fay')", ['Fay One', 'Fay Two']],
  ["startswith(userPrincipalName,'f2@')", ['Fay Two']],
  ["displayName in ('Fay One','Nobody')", ['Fay One']],
  ["proxyAddresses/any(x:x eq 'smtp:fay@mail.example')", ['Fay One']],
  ["proxyAddresses/any(x:startswith(x,'SMTP:'))", ['Fay One']],
  ["startsWith(displayName,'Fay') and accountEnabled eq false", ['Fay Two']],
  ["startsWith(displayName,'Fay') and not(jobTitle eq 'Boss')", ['Fay One']],
  ["startsWith(displayName,'Fay') and jobTitle eq null", ['Fay One']],
  ["onPremisesExtensionAttributes/extensionAttribute3 eq 'three'", ['Fay Two']],
  [
    "startsWith(displayName,'Fay') and createdDateTime ge 2020-01-01T00:00:00Z and userType eq 'Member'",
    ['Fay One', 'Fay Two'],
  ],
  ["id eq 'not-an-id'", []],
  ["businessPhones/any(p:p eq '555')", ['Fay Two']],
  ["extension_0123456789abcdef0123456789abcdef_k eq 'v'", ['Fay Two']],
  ["endsWith(mail,'@mail.example')", ['Fay One']],
] as const)('%s finds %j', async (filter, wanted) => {
  if (names((await find("startsWith(displayName,'fay')")).body).length === 0) {
    await made({ displayName: 'Fay One', userPrincipalName: 'f1@contoso.example', mail: 'Fay@mail.example', employeeId: 'F-1',
      proxyAddresses: ['SMTP:Fay@mail.example', 'smtp:other@mail.example'] }) // prettier-ignore
    await made({ displayName: 'Fay Two', userPrincipalName: 'f2@contoso.example', mailNickname: 'Fay2', accountEnabled: false, jobTitle: 'Boss',
      onPremisesExtensionAttributes: { extensionAttribute3: 'three' }, businessPhones: ['555'], extension_0123456789abcdef0123456789abcdef_k: 'v' }) // prettier-ignore
  }
  const { status, body, text } = await find(filter)
  expect(status, text).toBe(200)
  expect(names(body).toSorted()).toEqual(wanted)
})

test.each([
  "nonsense eq 'x'",
  'displayName eq 5',
  "accountEnabled eq 'maybe'",
  'createdDateTime ge 99999999-01-01T00:00:00Z',
  "createdDateTime ge '+275760-09-13T00:00:00Z'",
  "manager eq 'x'",
  '((((',
])('the filter %s is refused', async (filter) => {
  expect((await find(filter)).status).toBe(400)
})

test('addresses of others are refused', async () => {
  await made({ proxyAddresses: ['SMTP:one@mail.example'] })
  const { id } = await made()
  const taken = await graph.ask('PATCH', `/v1.0/users/${id}`, { proxyAddresses: ['smtp:ONE@mail.example'] })
  expect(taken.status).toBe(400)
  expect(taken.body.error?.message).toContain('proxyAddresses')
})

test('pages follow each other in every order, and the count is on the first one only', async () => {
  for (let n = 0; n < 7; n += 1) await made({ displayName: `Page ${n % 3}` })
  for (const order of ['', '&$orderby=displayName', '&$orderby=displayName desc', '&$orderby=userPrincipalName']) {
    let next: string | undefined = `/v1.0/users?$filter=${encodeURIComponent("startsWith(displayName,'Page')")}&$top=3&$count=true${order}` // prettier-ignore
    const seen: string[] = []
    let first = true
    while (next !== undefined) {
      const { body } = await graph.ask('GET', next, undefined, first ? eventual : {})
      expect(body['@odata.count']).toBe(first ? 7 : undefined)
      first = false
      seen.push(...(body['value'] as { id: string; displayName: string }[]).map(({ id, displayName }) => `${displayName} ${id}`)) // prettier-ignore
      next = body['@odata.nextLink'] as string | undefined
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
    if (order.endsWith('=displayName')) expect(seen).toEqual(seen.toSorted())
  }
  expect((await graph.ask('GET', '/v1.0/users?$top=1000')).body.error?.message).toContain('between 1 and 999')
  expect((await graph.ask('GET', '/v1.0/users?$skip=1')).status).toBe(400)
  expect((await graph.ask('GET', '/v1.0/users?$skiptoken=rubbish')).status).toBe(400)
  expect((await graph.ask('GET', '/v1.0/users?$select=aboutMe')).status).toBe(501)
  expect((await graph.ask('GET', '/v1.0/users/$count')).status).toBe(400)
  const counted = await graph.ask('GET', `/v1.0/users/$count?$filter=startsWith(displayName,'Page')`, undefined, eventual) // prettier-ignore
  expect([counted.text, counted.headers.get('content-type')]).toEqual(['7', 'text/plain'])
})

test('$search looks at the beginnings of words', async () => {
  await made({ displayName: 'Rosa Amaya Quispe' })
  const { body } = await graph.ask('GET', `/v1.0/users?$search=${encodeURIComponent('"displayName:amaya"')}`, undefined, eventual) // prettier-ignore
  expect(names(body)).toEqual(['Rosa Amaya Quispe'])
})

test('a manager is given, shown, expanded to the top, and taken away; none is 404 (5.4)', async () => {
  const [top, middle, low] = [await made(), await made(), await made()]
  const at = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${id}` })
  expect((await graph.ask('GET', `/v1.0/users/${low.id}/manager`)).body.error?.message).toBe(
    "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
  )
  expect((await graph.ask('PUT', `/v1.0/users/${low.id}/manager/$ref`, at(middle.id))).status).toBe(204)
  expect((await graph.ask('PUT', `/v1.0/users/${middle.upn}/manager/$ref`, at(top.id))).status).toBe(204)
  expect((await graph.ask('PUT', `/v1.0/users/${low.id}/manager/$ref`, at(low.id))).status).toBe(400)
  expect((await graph.ask('PUT', `/v1.0/users/${low.id}/manager/$ref`, at('0f8fad5b-d9cb-469f-a165-70867728950e'))).status).toBe(404) // prettier-ignore
  expect((await graph.ask('GET', `/v1.0/users/${low.id}/manager?$select=id`)).body).toMatchObject({
    '@odata.type': '#microsoft.graph.user',
    id: middle.id,
  })
  const levels = await graph.ask('GET', `/v1.0/users/${low.id}?$expand=manager($levels=max;$select=id)&$count=true`, undefined, eventual) // prettier-ignore
  expect(levels.body['manager']).toMatchObject({ id: middle.id, manager: { id: top.id } })
  const one = await graph.ask('GET', `/v1.0/users?$expand=manager($select=id,displayName)&$filter=id eq '${low.id}'`)
  expect((one.body['value'] as { manager: object }[])[0]?.manager).toEqual(
    expect.objectContaining({ '@odata.type': '#microsoft.graph.user', id: middle.id }),
  )
  const reports = await graph.ask('GET', `/v1.0/users/${middle.id}/directReports`)
  expect((reports.body['value'] as { id: string }[]).map(({ id }) => id)).toEqual([low.id])
  expect((await graph.ask('DELETE', `/v1.0/users/${low.id}/manager/$ref`)).status).toBe(204)
  expect((await graph.ask('DELETE', `/v1.0/users/${low.id}/manager/$ref`)).status).toBe(404)
})

test('a deleted person is gone from the list, listed as deleted, and comes back (5.7)', async () => {
  const [boss, one] = [await made(), await made()]
  await graph.ask('PUT', `/v1.0/users/${one.id}/manager/$ref`, { '@odata.id': `x/${boss.id}` })
  expect((await graph.ask('DELETE', `/v1.0/users/${one.id}`)).status).toBe(204)
  expect((await graph.ask('GET', `/v1.0/users/${one.id}`)).status).toBe(404)
  expect((await graph.ask('DELETE', `/v1.0/users/${one.id}`)).status).toBe(404)
  const deleted = await graph.ask('GET', '/v1.0/directory/deletedItems/graph.user')
  expect(deleted.body['value']).toContainEqual(
    expect.objectContaining({ '@odata.type': '#microsoft.graph.user', id: one.id, deletedDateTime: expect.any(String) }), // prettier-ignore
  )
  expect((await graph.ask('GET', `/v1.0/directory/deletedItems/${one.id}`)).body).toMatchObject({ id: one.id })
  expect((await graph.ask('GET', '/v1.0/directory/deletedItems')).status).toBe(400)
  const other = await made({ userPrincipalName: one.upn })
  expect((await graph.ask('POST', `/v1.0/directory/deletedItems/${one.id}/restore`)).status).toBe(400)
  const restored = await graph.ask('POST', `/v1.0/directory/deletedItems/${one.id}/microsoft.graph.restore`, { newUserPrincipalName: 'renamed@contoso.example' }) // prettier-ignore
  expect(restored.body).toMatchObject({ '@odata.type': '#microsoft.graph.user', id: one.id, userPrincipalName: 'renamed@contoso.example' }) // prettier-ignore
  expect((await graph.ask('GET', `/v1.0/users/${one.id}/manager`)).body['id']).toBe(boss.id)
  await graph.ask('DELETE', `/v1.0/directoryObjects/${other.id}`)
  expect((await graph.ask('DELETE', `/v1.0/directory/deletedItems/${other.id}`)).status).toBe(204)
  expect((await graph.ask('GET', `/v1.0/directory/deletedItems/${other.id}`)).status).toBe(404)
})

test('ids of nobody, or that are none, are 404', async () => {
  for (const id of ['0f8fad5b-d9cb-469f-a165-70867728950e', 'nobody', 'x'.repeat(90), '%F0%9F%98%80', "o'hara"])
    for (const path of ['', '/manager', '/memberOf', '/directReports/$count'])
      expect((await graph.ask('GET', `/v1.0/users/${id}${path}`, undefined, eventual)).status, id + path).toBe(404)
})
