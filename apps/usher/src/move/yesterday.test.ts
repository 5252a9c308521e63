import { describe } from 'vitest'
import { afterRestore } from './test-yesterday.ts'

// Into the embedded store, which is slow to make, in yesterday.long.test.ts.
describe('after a restore to yesterday on postgres', { timeout: 60_000 }, () => {
  afterRestore('postgres')
})
