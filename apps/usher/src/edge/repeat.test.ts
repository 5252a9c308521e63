import { expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from './http.ts'
import { NoAnswer } from './no-answer.ts'
import { repeating } from './repeat.ts'

type Told = HttpResponse | NoAnswer
const answer = (status: number, type = 'application/scim+json'): HttpResponse => ({
  status,
  headers: { 'content-type': type },
  body: '',
})
const fine = answer(200)
const url = new URL('https://app.example/scim/v2/Users')

/** An application that answers so, one after the other, then well; how long was waited before each repetition. */
function application(...answers: readonly Told[]) {
  const asked: string[] = []
  const waits: number[] = []
  const send = repeating(
    ({ method }) => {
      const told = answers[asked.push(method) - 1] ?? fine
      return told instanceof NoAnswer ? Promise.reject(told) : Promise.resolve(told)
    },
    async (ms) => waits.push(ms),
  )
  return { asked, waits, ask: (method: HttpRequest['method'] = 'GET') => send({ method, url }) }
}

const reset = new NoAnswer('broken', 'the connection broke (ECONNRESET)')

test.each<[string, Told]>([
  ['a connection that broke', reset],
  ['500', answer(500)],
  ['502', answer(502)],
  ['504', answer(504)],
  ['a web page in place of an answer', answer(200, 'text/html; charset=utf-8')],
])('after %s a read is sent again, and its answer is the answer', async (_, fault) => {
  const { asked, waits, ask } = application(fault, fault, fault)
  expect(await ask()).toBe(fine)
  expect(asked).toHaveLength(4)
  expect(waits.map((ms, at) => ms > 100 * 2 ** at - 1 && ms <= 200 * 2 ** at)).toEqual([true, true, true])
})

test('a fault that lasts is the answer after three repetitions', async () => {
  const lasting = application(answer(502), answer(502), answer(502), answer(500))
  expect(await lasting.ask()).toMatchObject({ status: 500 })
  const broken = application(reset, reset, reset, reset)
  await expect(broken.ask()).rejects.toBe(reset)
  expect([lasting.asked.length, broken.asked.length]).toEqual([4, 4])
})

test.each<[string, Told]>([
  ['429, which has a time of its own', answer(429)],
  ['503, likewise', answer(503)],
  ['501', answer(501)],
  ['404', answer(404)],
  ['a web page that forbids', answer(403, 'text/html')],
  ['nobody who is there', new NoAnswer('refused', 'no connection (ECONNREFUSED)')],
  ['a minute without an answer', new NoAnswer('timeout', 'no answer in time')],
])('after %s nothing is sent again', async (_, told) => {
  const { asked, ask } = application(told)
  await ask().catch(() => null)
  expect(asked).toHaveLength(1)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'ER-4: a %s may have been carried out, and is sent once',
  async (method) => {
    const { asked, ask } = application(reset)
    await expect(ask(method)).rejects.toBe(reset)
    expect(asked).toEqual([method])
  },
)

test('BT-6: an outage is not asked more often: with ten failures more than answers nothing is repeated, until it answers', async () => {
  const { asked, ask } = application(...Array.from({ length: 48 }, () => answer(500)))
  await Promise.all(Array.from({ length: 40 }, () => ask()))
  expect(asked.length).toBeLessThan(40 + 10)
  while (asked.length < 48) await ask()
  expect(await ask()).toBe(fine)
})

test('a share of faults is no outage, however long it lasts', async () => {
  const { ask } = application(...Array.from({ length: 400 }, (_, at) => (at % 3 === 0 ? answer(502) : fine)))
  for (let read = 0; read < 200; read += 1) expect(await ask()).toBe(fine)
})
