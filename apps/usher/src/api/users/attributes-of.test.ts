import type { Instant } from '@usher/engine'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../../gallery/dynamic-signal/template.ts'
import { assign, insertApplication, type Application } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import { insertJob } from '../../store/jobs.ts'
import { deleteUser } from '../../store/user-life.ts'
import { findUser } from '../../store/users.ts'
import { setUser } from '../../testing/set-user.ts'
import { newTenant, openStore } from '../../testing/stores.ts'
import { attributesOf } from './attributes-of.ts'

let store: Store
let app: Application
let close: () => Promise<void>

beforeAll(async () => {
  const { database } = await openStore('pglite', inject('postgresUrl'))
  close = () => database.close()
  store = await newTenant(database)
  app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id })
  await insertJob(store, app, dynamicSignal)
  for (const name of ['ana', 'bea', 'cem', 'dan']) await setUser(store, `${name}@x`, { displayName: name })
  await setUser(store, 'bea@x', { accountEnabled: false })
  await deleteUser(store, 'cem@x')
  for (const name of ['ana', 'bea']) await assign(store, app, `${name}@x`, 'User')
})
afterAll(() => close())

test.each([
  ['ana', 'assigned', false, false],
  ['bea', 'assigned and disabled', true, true],
  ['cem', 'deleted', true, true],
  ['dan', 'assigned to nothing', false, true],
])('IsSoftDeleted of %s, who is %s: %s by themselves, %s in the application', async (name, _, alone, inside) => {
  const house = { store, now: () => '2026-01-01T00:00:00.000Z' as Instant }
  const user = await findUser(store, `${name}@x`)
  expect(await attributesOf(house, user, { reads: '' })).toMatchObject({ displayName: name, IsSoftDeleted: alone })
  expect(await attributesOf(house, user, { reads: '', app: app.displayName })).toMatchObject({ IsSoftDeleted: inside })
})
