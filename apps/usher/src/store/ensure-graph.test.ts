import { afterAll, expect, inject, test } from 'vitest'
import { permissions } from '../graph/access/permissions.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { ensureGraph } from './ensure-graph.ts'
import { servicePrincipalBy } from './service-principals.ts'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

test.each(kinds)('every tenant has Microsoft Graph, with one id for good, on %s', async (kind) => {
  const { database } = await openStore(kind, inject('postgresUrl'))
  closing.push(() => database.close())
  const [one, other] = [await newTenant(database), await newTenant(database)]
  await ensureGraph(database.db, 'https://usher.example')
  const made = await servicePrincipalBy(one, 'appId', '00000003-0000-0000-c000-000000000000')
  expect(made).toMatchObject({
    displayName: 'Microsoft Graph',
    templateId: null,
    properties: { servicePrincipalNames: ['https://graph.microsoft.com', 'https://usher.example'] },
  })
  expect(made?.appRoles.map(({ value }) => value)).toEqual(
    permissions.filter(({ id }) => id !== undefined).map(({ value }) => value),
  )
  await ensureGraph(database.db)
  const again = await servicePrincipalBy(one, 'appId', '00000003-0000-0000-c000-000000000000')
  expect(again).toEqual(made)
  expect(await servicePrincipalBy(other, 'appId', '00000003-0000-0000-c000-000000000000')).not.toBeNull()
})
