import type { ObjectMapping } from '@usher/engine'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileInbound } from './inbound-mapping.ts'

const example = (): ObjectMapping => JSON.parse(readFileSync(join(import.meta.dirname, '../../../../examples/contoso/hr-mapping.json'), 'utf8')) as ObjectMapping // prettier-ignore

test('a value that asks an application what is taken is refused when the mapping is saved', () => {
  expect(compileInbound(example()).attributes.length).toBeGreaterThan(3)
  const expression = 'SelectUniqueValue([UserID], Append([UserID], "1"))'
  const mapping = example()
  const attributeMappings = mapping.attributeMappings.map((one) =>
    one.targetAttributeName === 'userPrincipalName'
      ? { ...one, flowType: 'ObjectAddOnly', source: { expression, name: '', type: 'Function', parameters: [] } }
      : one,
  )
  expect(() => compileInbound({ ...mapping, attributeMappings } as ObjectMapping)).toThrow(
    /userPrincipalName has SelectUniqueValue, which asks an application .* Write one of its rules\./,
  )
})
