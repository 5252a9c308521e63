import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fixture } from '../../apps/dynamic-signal/src/service-fixture.ts'
import rows from './sequences.json' with { type: 'json' }
import { type Sequence, isFor, play } from './sequences.ts'
import { nameOf, tenantAs, settings, closeTenant } from './tenant.ts'

const sequences = rows as readonly Sequence[]

afterAll(closeTenant)

describe.each(settings.map((setting) => [nameOf(setting), setting] as const))('for a tenant with %s', (_, setting) => {
  let on: Fixture
  beforeAll(async () => {
    on = await tenantAs(setting)
  })

  for (const sequence of sequences.filter((each) => isFor(each, setting)))
    test(sequence.name, async () => {
      expect(await play(on, sequence, setting)).toEqual([])
    })
})
