import type { Attributes, AttributeDefinition, Json, Mode } from '@usher/scim'
import { type Fixture, openFixture } from '../../apps/dynamic-signal/src/service-fixture.ts'

/** How a tenant is set: the four that the public suites are run against. */
export type Setting = { readonly groups: boolean; readonly mode: Mode }

export const settings: readonly Setting[] = [
  { groups: false, mode: 'lenient' },
  { groups: false, mode: 'strict' },
  { groups: true, mode: 'lenient' },
  { groups: true, mode: 'strict' },
]

export const nameOf = ({ groups, mode }: Setting): string => `${groups ? 'users and groups' : 'users only'}, ${mode}`

/** The running service as a client that knows nothing about it learns it from its discovery endpoints. */
export type Provider = {
  readonly on: Fixture
  readonly setting: Setting
  readonly config: Attributes
  readonly types: readonly DiscoveredType[]
}

export type DiscoveredType = {
  readonly name: string
  readonly endpoint: string
  readonly urn: string
  readonly attributes: readonly AttributeDefinition[]
  readonly extensions: readonly { readonly urn: string; readonly attributes: readonly AttributeDefinition[] }[]
}

let opened: Promise<Fixture> | undefined

/** The tenant, set otherwise. All settings share one store, since opening one takes longer than most tests. */
export async function tenantAs(setting: Setting): Promise<Fixture> {
  opened ??= openFixture('pglite')
  const on = await opened
  const answer = await on.admin('PATCH', '/settings', { ...setting, requestsPerSecond: null })
  if (answer.status !== 200) throw new Error(`PATCH /settings answered ${answer.status}: ${answer.text}`)
  return on
}

export async function closeTenant(): Promise<void> {
  await (await opened)?.close()
  opened = undefined
}

/** Reads /ServiceProviderConfig, /ResourceTypes and /Schemas, as schema-driven suites do before anything else. */
export async function discover(on: Fixture, setting: Setting): Promise<Provider> {
  const config = await on.scim('GET', '/ServiceProviderConfig')
  const types = resourcesIn((await on.scim('GET', '/ResourceTypes')).body)
  const schemas = resourcesIn((await on.scim('GET', '/Schemas')).body)
  const attributesOf = (urn: Json | undefined): readonly AttributeDefinition[] => {
    const schema = schemas.find(({ id }) => id === urn)
    if (schema === undefined) throw new Error(`/Schemas lacks ${String(urn)}`)
    return schema['attributes'] as unknown as readonly AttributeDefinition[]
  }
  return {
    on,
    setting,
    config: config.body,
    types: types.map((type) => ({
      name: String(type['name']),
      endpoint: String(type['endpoint']),
      urn: String(type['schema']),
      attributes: attributesOf(type['schema']),
      extensions: ((type['schemaExtensions'] ?? []) as Attributes[]).map(({ schema }) => ({
        urn: String(schema),
        attributes: attributesOf(schema),
      })),
    })),
  }
}

export function resourcesIn(body: Attributes): readonly Attributes[] {
  return body['Resources'] as readonly Attributes[]
}
