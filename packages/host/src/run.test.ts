import { expect, test } from 'vitest'
import { asRefusal, Refusal } from './run.ts'

test('why a start was refused is said, even when something fails while everything is closed again', async () => {
  const start = async (): Promise<void> => {
    await using opened = new AsyncDisposableStack()
    opened.defer(() => Promise.reject(new Error('the store does not close')))
    opened.defer(() => Promise.reject(new Error('nor does the log')))
    throw new Refusal('The key file is damaged.')
  }
  const error = await start().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(asRefusal(error)?.message).toBe('The key file is damaged.')
  expect(asRefusal(new Error('something else'))).toBeNull()
})
