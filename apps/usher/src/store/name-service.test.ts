import type { Database } from '@usher/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newTenant, openStore } from '../testing/stores.ts'
import type { Tables } from './tables.ts'
import { nameService } from './tenant.ts'

let database: Database<Tables>
beforeAll(async () => {
  ;({ database } = await openStore('postgres', inject('postgresUrl')))
})
afterAll(() => database.close())

test('services on one store that name themselves differently are told so at their start', async () => {
  const store = await newTenant(database)
  expect(await nameService(store, 'https://usher.example')).toBeNull()
  expect(await nameService(store, 'https://usher.example')).toBeNull()
  expect(await nameService(store, 'https://other.example')).toMatch(
    /^This service is https:\/\/other\.example, and a service on this store was https:\/\/usher\.example\. .* the same --public-url\.$/,
  )
})
