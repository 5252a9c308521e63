import { describe, test } from 'vitest'
import { isRestored, known } from './test-older.ts'

// Each of them in older.long.test.ts.
const some = known.filter((_, index) => index % 8 === 0)

describe('a backup of an older version is brought up to date', { timeout: 60_000 }, () => {
  test.each(some)('whose newest migration was %s', (newest) => isRestored(newest, 'postgres'))

  test('in the embedded store, too', () => isRestored(known[9] ?? '', 'pglite'))
})
