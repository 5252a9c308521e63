import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules, violations } from './architecture.ts'

const root = join(import.meta.dirname, '..')
const house = globSync(['{packages,apps}/*/src/**/*.{ts,tsx}', 'apps/dynamic-signal/console/src/**/*.{ts,tsx}'], {
  cwd: root,
})
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('there is a house to look at', () => {
  expect(house.length).toBeGreaterThan(20)
})

describe.for(rules)('$name', (rule) => {
  test('holds throughout the house', () => {
    expect(violations(rule, house)).toEqual([])
  })

  test.for(rule.breaks)('is broken by $path: $text', (source) => {
    expect(violations(rule, [source])).toHaveLength(1)
  })

  test.for(rule.keeps)('is kept by $path: $text', (source) => {
    expect(violations(rule, [source])).toEqual([])
  })
})

test('every connector is registered', () => {
  const folders = globSync('apps/usher/src/connectors/*/index.ts', { cwd: root }).map(
    (path) => path.split('/')[4] ?? '',
  )
  const register = house.find(({ path }) => path === 'apps/usher/src/connectors/index.ts')
  const missing = folders.filter((folder) => register?.text.includes(`'./${folder}/index.ts'`) !== true)
  expect(missing, 'Each folder of connectors/ has one line in connectors/index.ts.').toEqual([])
})
