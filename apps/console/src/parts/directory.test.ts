import { expect, test } from 'vitest'
import { filterOf } from './directory.ts'

test.each([
  ['', '', ''],
  ['ana', '', "startswith(displayName,'ana')"],
  ["O'Hara", 'enabled', "accountEnabled eq true and (startswith(displayName,'O''Hara'))"],
  ['', 'disabled', 'accountEnabled eq false'],
] as const)('searching for "%s" among %s people asks for %s', (search, state, filter) => {
  expect(filterOf(search, state)).toBe(filter)
})
