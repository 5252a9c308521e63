import { describe, test } from 'vitest'
import { isRestored, known } from './test-older.ts'

describe('a backup of an older version is brought up to date', () => {
  test.each(known)('whose newest migration was %s', (newest) => isRestored(newest, 'postgres'))
})
