import { readFileSync } from 'node:fs'
import { mappingOf, type ObjectMapping } from '@usher/engine'
import { expect, test } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const { attributeMappings } = JSON.parse(read('hr-mapping.json')) as ObjectMapping

test('the trees in the mapping are those of its expressions', () => {
  for (const mapping of attributeMappings) {
    const { targetAttributeName, matchingPriority, source } = mapping
    expect(mappingOf({ expression: source?.expression ?? '', targetAttributeName, matchingPriority })).toEqual(mapping)
  }
})

test('the README shows the expressions of the mapping', () => {
  const readme = read('README.md')
  for (const { targetAttributeName, source } of attributeMappings) {
    expect(readme).toContain(`\`${targetAttributeName}\``)
    expect(readme).toContain(`\`${source?.expression}\``)
  }
})
