import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
const at = '/v1.0/auditLogs/directoryAudits'
type Row = Readonly<Record<string, unknown>>

beforeAll(async () => {
  graph = await startGraph()
  for (const name of ['ana', 'bea', 'cem'])
    await graph.ask(
      'POST',
      '/usher/users',
      { userPrincipalName: `${name}@contoso.example`, displayName: name },
      { 'x-usher-actor': 'cli:mia' },
    )
  await graph.ask('PATCH', '/usher/users/ana@contoso.example', { department: 'Sales' }, { 'x-usher-actor': 'cli:tom' })
  await graph.ask('PATCH', '/usher/tenant', { displayName: 'Contoso' })
})
afterAll(() => graph.close())

const found = async (filter = '', more = ''): Promise<readonly Row[]> => {
  const { status, body, text } = await graph.ask('GET', `${at}?$filter=${encodeURIComponent(filter)}${more}`)
  expect(status, text).toBe(200)
  return body['value'] as readonly Row[]
}

test('an act has its Entra name, who did it, and what was before and after', async () => {
  expect(await found("activityDisplayName eq 'Update user'")).toMatchObject([
    {
      category: 'UserManagement',
      loggedByService: 'Core Directory',
      operationType: 'Update',
      result: 'success',
      initiatedBy: { user: { displayName: 'cli:tom' }, app: null },
      targetResources: [
        {
          displayName: 'ana@contoso.example',
          type: 'User',
          modifiedProperties: [{ displayName: 'attributes.department', oldValue: 'null', newValue: '"Sales"' }],
        },
      ],
    },
  ])
})

test.each([
  ["category eq 'UserManagement'", 4],
  ["category eq 'DirectoryManagement'", 1],
  ["loggedByService eq 'Core Directory' and result eq 'success'", 5],
  ["startswith(activityDisplayName,'Add')", 3],
  ["initiatedBy/user/displayName eq 'cli:mia'", 3],
  ["targetResources/any(t: t/displayName eq 'bea@contoso.example')", 1],
  ["targetResources/any(t: startswith(t/displayName,'ana'))", 2],
  ['activityDateTime ge 2020-01-01', 5],
  ['activityDateTime le 2020-01-01T00:00:00Z', 0],
  ["initiatedBy/app/displayName eq 'x'", 0],
])('%s finds %i', async (filter, count) => {
  expect(await found(filter)).toHaveLength(count)
})

test('newest first, oldest first when asked, and every act once over all pages', async () => {
  const all = await found()
  const times = all.map((row) => String(row['activityDateTime']))
  expect(times).toEqual(times.toSorted().toReversed())
  expect((await found('', '&$orderby=activityDateTime asc')).map(({ id }) => id)).toEqual(
    all.map(({ id }) => id).toReversed(),
  )
  const ids: unknown[] = []
  let next: string | undefined = `${at}?$top=2`
  while (next !== undefined) {
    const { body } = await graph.ask('GET', next)
    ids.push(...(body['value'] as readonly Row[]).map(({ id }) => id))
    next = body['@odata.nextLink'] as string | undefined
  }
  expect(ids).toEqual(all.map(({ id }) => id))
})

test('one act is found by its id, and no other', async () => {
  const [first] = await found()
  expect((await graph.ask('GET', `${at}/${String(first?.['id'])}`)).body).toMatchObject({ id: first?.['id'] })
  for (const id of ['Usher_x_999999', 'nothing', 'Usher_1_99999999999999999999'])
    expect((await graph.ask('GET', `${at}/${id}`)).status).toBe(404)
})

test.each([
  ['$top=1001', 'Must be between 1 and 1000'],
  ['$orderby=category', '$orderby takes activityDateTime'],
  ["$filter=secret eq 'x'", "property 'secret' of resource 'directoryAudit'"],
  ['$skiptoken=abc', 'page token'],
])('%s is refused', async (query, says) => {
  const { status, body } = await graph.ask('GET', `${at}?${query}`)
  expect(status).toBe(400)
  expect(body.error?.message).toContain(says)
})
