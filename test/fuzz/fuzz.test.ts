import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { expect, inject, test } from 'vitest'
import { fuzz } from './fuzz.ts'
import { openFuzzedService } from './service.ts'

// The same every time; `npm run fuzz` sends others, and 100,000 of them.
const seed = 3
const requests = 1500

test.for(['pglite', 'postgres'] as const)(
  'hostile requests are refused as SCIM says, break nothing and change nothing, on %s (SE-1, SE-2, ER-1, ER-2)',
  { timeout: 120_000 },
  async (store) => {
    const service = await openFuzzedService(store === 'postgres' ? await newDatabase() : undefined)
    try {
      const { faults, sent, kinds } = await fuzz(service, { requests, seed })
      expect(faults.map(({ sentence, request, answer }) => `${sentence}\n> ${request}\n< ${answer}`)).toEqual([])
      expect(sent).toBe(requests)
      expect([...kinds.values()].some(({ done }) => done > 0)).toBe(true)
    } finally {
      await service.close()
    }
  },
)

async function newDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const name = `fuzz_${randomBytes(6).toString('hex')}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return Object.assign(url, { pathname: `/${name}` }).href
}
