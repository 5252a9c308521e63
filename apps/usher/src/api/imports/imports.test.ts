import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { everyAction } from '../../graph/access/actions.ts'
import { openDoor, type Door } from '../../graph/access/test-door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor(inject('postgresUrl'))
})
afterAll(() => door.close())

const mapping = join(import.meta.dirname, '../../../../../examples/contoso/hr-mapping.json')

test('nobody from elsewhere reads files of the machine by importing them, whatever they may', async () => {
  const all = door.custom(...everyAction)
  for (const body of [
    { file: '/proc/self/environ', mapping },
    { file: mapping, mapping: '/etc/passwd' },
  ]) {
    const answer = await door.ask(all, 'POST', '/usher/imports', body)
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('bulkUpload') as string })
    expect(answer.text).not.toContain('root')
  }
  expect((await door.ask(door.app('x', 'Directory.ReadWrite.All'), 'POST', '/usher/imports', {})).status).toBe(403)
})

test('on the machine a mapping that is none is not repeated', async () => {
  const answer = await door.ask(door.everybody, 'POST', '/usher/imports', { file: mapping, mapping: '/etc/passwd' })
  expect(answer.status).toBe(400)
  expect(answer.text).not.toContain('root')
})
