import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../resource.ts'
import { printCursor, readCursor } from './cursor.ts'

function signWith(secret: string): (text: string) => string {
  return (text) => createHmac('sha256', secret).update(text).digest('base64url')
}

const sign = signWith('secret')

test('PG-10: any position can be printed, in unreserved characters, and read again', () => {
  const values = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
  fc.assert(
    fc.property(values, (position) => {
      const cursor = printCursor(position, sign)
      expect(cursor).toMatch(/^[A-Za-z0-9\-._~]+$/)
      expect(readCursor(cursor, sign)).toEqual(position)
    }),
  )
})

test('PG-7, PG-10: a forged, foreign or mangled cursor names nothing', () => {
  const cursor = printCursor({ after: 'é😀', count: 10 }, sign)
  const [body = '', signature = ''] = cursor.split('.')
  const forged = Buffer.from('{"after":"x"}').toString('base64url')
  const mangled = [
    printCursor({ after: 'x' }, signWith('another secret')),
    `${forged}.${signature}`,
    `${body}.`,
    `${body}`,
    `.${signature}`,
    `${body}.${signature}x`,
    `${body}.${signature.slice(0, -1)}`,
    '',
    '.',
    'x'.repeat(10_000),
  ]
  for (const text of mangled) expect(readCursor(text, sign)).toBeUndefined()
  expect(readCursor(`${body}.${sign(body)}`, sign)).toEqual({ after: 'é😀', count: 10 })
})

test('PG-10: what is signed but is no position names nothing', () => {
  expect(readCursor(`e30x.${sign('e30x')}`, sign)).toBeUndefined()
})
