import { describe } from 'vitest'
import { afterRestore } from './test-yesterday.ts'

describe('after a restore to yesterday on pglite', () => {
  afterRestore('pglite')
})
