import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fixture } from '../../apps/dynamic-signal/src/service-fixture.ts'
import { checkDiscovery } from './discovery.ts'
import { exercisePatch, exerciseRefusals, exerciseRemove, exerciseWholes } from './exercise.ts'
import { exerciseErrors, exercisePages, exerciseVersions } from './protocol.ts'
import { exerciseFilters, exerciseProjection, exerciseSort } from './search.ts'
import { type DiscoveredType, type Provider, discover, nameOf, tenantAs, settings, closeTenant } from './tenant.ts'

/** What schema-driven suites do with every attribute of every resource type that the service says it has. */
const exercises: Readonly<Record<string, (provider: Provider, type: DiscoveredType) => Promise<readonly string[]>>> = {
  'CR-1, PU-2: everything that POST and PUT send is kept, and nothing else': exerciseWholes,
  'PA-2: "add" of every attribute is kept': (provider, type) => exercisePatch(provider, type, 'add'),
  'PA-2: "replace" of every attribute is kept': (provider, type) => exercisePatch(provider, type, 'replace'),
  'PA-2: "remove" takes every attribute away that is not required': exerciseRemove,
  'PA-10, PA-14: what is readOnly or required cannot be taken away': exerciseRefusals,
  'FL-7, QY-7: every attribute can be filtered by': exerciseFilters,
  'QY-4, QY-5: every attribute can be shown alone and left out': exerciseProjection,
  'QY-8: every text can be sorted by': exerciseSort,
  'PG-3, PG-5: pages by index and by cursor show everything once': exercisePages,
  'ET-1…3: versions are told and heeded': exerciseVersions,
  'ER-1, EP-2: every refusal says so in its body': exerciseErrors,
}

afterAll(closeTenant)

describe.each(settings.map((setting) => [nameOf(setting), setting] as const))('for a tenant with %s', (_, setting) => {
  let on: Fixture
  let provider: Provider
  beforeAll(async () => {
    on = await tenantAs(setting)
    provider = await discover(on, setting)
  })

  test('DC-8: the resource types are those that are switched on', () => {
    expect(provider.types.map(({ name }) => name)).toEqual(setting.groups ? ['User', 'Group'] : ['User'])
  })

  test('DC-2…5: discovery documents are complete, consistent and without nulls', async () => {
    expect(await checkDiscovery(provider)).toEqual([])
  })

  for (const [name, exercise] of Object.entries(exercises))
    for (const type of setting.groups ? ['User', 'Group'] : ['User'])
      test(`${name} (${type})`, async () => {
        const found = provider.types.find((each) => each.name === type)
        expect(found).toBeDefined()
        if (found !== undefined) expect(await exercise(provider, found)).toEqual([])
      })
})
