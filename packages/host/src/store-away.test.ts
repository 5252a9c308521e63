import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { storeAway } from './store-away.ts'

/** What `pg` throws when it connects there. */
async function failure(port: number, host = '127.0.0.1'): Promise<unknown> {
  const client = new Client({ host, port, user: 'nobody' })
  client.on('error', () => undefined)
  return client.connect().then(
    () => null,
    (error: unknown) => error,
  )
}

test('a server that is not there, or ends, is told with what to do', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(storeAway(await failure(port))).toMatch(/^PostgreSQL does not answer \(.+\)\. See that it runs/)
  server.close()
  await once(server, 'close')
  const told = `PostgreSQL does not answer (connect ECONNREFUSED 127.0.0.1:${port}). See that it runs and takes connections; Usher goes on by itself when it is back.`
  expect(storeAway(await failure(port))).toBe(told)
  expect(storeAway(await failure(port, 'localhost'))).toMatch(/^PostgreSQL does not answer \(.*ECONNREFUSED/)
})

test.each([
  new Error('something else'),
  Object.assign(new Error('duplicate key'), { code: '23505' }),
  undefined,
  'text',
])('any other fault is not taken for that: %s', (error) => {
  expect(storeAway(error)).toBeNull()
})
