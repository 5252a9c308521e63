import { afterEach, expect, test } from 'vitest'
import { targetOn, thrown } from './test-target.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

test('members that are too many for one request go in several, each within the limit, none left out', async () => {
  const { target, asked, close } = await targetOn(() => ({ status: 204 }), { payload: 1000 })
  open.push(close)
  const add = Array.from({ length: 60 }, (_, index) => `user-${index}-${'x'.repeat(20)}`)
  const remove = Array.from({ length: 20 }, (_, index) => `gone-${index}-${'x'.repeat(20)}`)
  await target.changeMembers('G1', { add, remove }, [])
  for (const { body } of asked) expect(JSON.stringify(body).length).toBeLessThanOrEqual(1000)
  const written = JSON.stringify(asked.map(({ body }) => body))
  for (const id of [...add, ...remove]) expect(written.split(id)).toHaveLength(2)
})

test('what cannot be split is refused with a sentence, and not sent', async () => {
  const { target, asked, close } = await targetOn([], { payload: 1000 })
  open.push(close)
  expect(await thrown(target.create('User', { displayName: 'x'.repeat(2000) }, []))).toMatchObject({
    error: {
      code: 'UnprocessableEntity',
      message: 'the request would have 2 kB, and the application takes 1 kB: map fewer or shorter values',
    },
  })
  expect(asked).toEqual([])
})
