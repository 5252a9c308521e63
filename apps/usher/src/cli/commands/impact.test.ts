import { expect, test } from 'vitest'
import { Failed, type Client } from '../client.ts'
import { agreeToImpact } from './impact.ts'

const refusing = (error: Failed): Client =>
  ({
    get: () => Promise.resolve({ job: { state: 'Active' } }),
    lines: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }),
  }) as unknown as Client
const saving = { app: 'Acme', which: {}, path: '/settings/plan', proposed: {} }

test('an application that cannot be asked does not keep anybody from saving: --yes does it without looking', async () => {
  const away = new Failed('The application cannot be reached.', 5)
  await expect(agreeToImpact(refusing(away), saving)).rejects.toThrow(
    'What it would do cannot be told. The application cannot be reached. Nothing was saved; --yes saves it without looking.',
  )
})

test('a value that is refused is refused as it is: it could not be saved without looking either', async () => {
  const bad = new Failed('settings.preventAccidentalDeletions.threshold: must be at least 1.', 2)
  await expect(agreeToImpact(refusing(bad), saving)).rejects.toThrow(bad)
})
