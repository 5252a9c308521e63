import { type Attributes, type AttributeDefinition, type Json, isDeepEqual } from '@usher/scim'
import { type Provider, resourcesIn } from './tenant.ts'

const allowed = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'],
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
} as const

/** What JSON schemas and strict readers of discovery documents find: keys, types, keywords, one of each, no nulls. */
export async function checkDiscovery({ on, config }: Provider): Promise<readonly string[]> {
  const types = resourcesIn((await on.scim('GET', '/ResourceTypes')).body)
  const schemas = resourcesIn((await on.scim('GET', '/Schemas')).body)
  const ids = schemas.map(({ id }) => String(id))
  return [
    ...checkConfig(config),
    ...twice(ids).map((id) => `/Schemas has ${id} twice`),
    ...ids.filter((id) => id.includes(':messages:')).map((id) => `/Schemas has the message ${id}`),
    ...schemas.flatMap((schema) => checkSchema(schema)),
    ...types.flatMap((type) => checkType(type, ids)),
    ...[config, ...schemas, ...types].filter(hasNull).map((document) => `${String(document['id'])} has a null`),
    ...(await Promise.all([...types, ...schemas].map((document) => readAlone(on, document)))).flat(),
  ]
}

function checkConfig(config: Attributes): readonly string[] {
  const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    patch: { supported: 'boolean' },
    bulk: { supported: 'boolean', maxOperations: 'number', maxPayloadSize: 'number' },
    filter: { supported: 'boolean', maxResults: 'number' },
    changePassword: { supported: 'boolean' },
    sort: { supported: 'boolean' },
    etag: { supported: 'boolean' },
    pagination: { cursor: 'boolean', index: 'boolean', defaultPaginationMethod: 'string', maxPageSize: 'number' },
  }
  const wrong = Object.entries(kinds).flatMap(([name, parts]) =>
    Object.entries(parts).flatMap(([part, kind]) =>
      typeof (config[name] as Attributes | undefined)?.[part] === kind ? [] : [`${name}.${part} is no ${kind}`],
    ),
  )
  const schemes = (config['authenticationSchemes'] ?? []) as readonly Attributes[]
  const known = ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest']
  const bad = schemes.filter(({ type, name, description }) => !known.includes(String(type)) || !name || !description)
  const primaries = schemes.filter(({ primary }) => primary === true)
  const meta = (config['meta'] as Attributes | undefined)?.['resourceType']
  return [
    ...wrong,
    ...bad.map((scheme) => `authentication scheme ${JSON.stringify(scheme)}`),
    ...(schemes.length > 0 && primaries.length <= 1 ? [] : ['authenticationSchemes']),
    ...(meta === 'ServiceProviderConfig' ? [] : [`meta.resourceType of the configuration is ${String(meta)}`]),
  ].map((problem) => `/ServiceProviderConfig: ${problem}`)
}

function checkSchema(schema: Attributes): readonly string[] {
  const attributes = (schema['attributes'] ?? []) as unknown as readonly AttributeDefinition[]
  const meta = schema['meta'] as Attributes
  return [
    ...(schema['name'] && schema['description'] ? [] : ['no name or description']),
    ...(isDeepEqual(schema['schemas'] ?? null, ['urn:ietf:params:scim:schemas:core:2.0:Schema']) ? [] : ['schemas']),
    ...(meta['resourceType'] === 'Schema' ? [] : ['meta.resourceType']),
    ...(attributes.length > 0 ? [] : ['no attributes']),
    ...attributes.flatMap((attribute) => checkAttribute(attribute, '')),
    ...twice(attributes.map(({ name }) => name.toLowerCase())).map((name) => `${name} is there twice`),
  ].map((problem) => `${String(schema['id'])}: ${problem}`)
}

function checkAttribute(definition: AttributeDefinition, above: string): readonly string[] {
  const name = `${above}${definition.name}`
  const { type, subAttributes = [], referenceTypes, canonicalValues } = definition
  const problems: string[] = []
  for (const [key, values] of Object.entries(allowed))
    if (!(values as readonly Json[]).includes(definition[key as keyof typeof allowed])) problems.push(`${name}.${key}`)
  for (const key of ['multiValued', 'required', 'caseExact'] as const)
    if (typeof definition[key] !== 'boolean') problems.push(`${name}.${key}`)
  if (!/^(\$ref|[a-z][-\w$]*)$/i.test(definition.name)) problems.push(`${name}: the name`)
  if (!definition.description) problems.push(`${name}.description`)
  if ((type === 'complex') !== subAttributes.length > 0) problems.push(`${name}.subAttributes`)
  if (type === 'complex' && above !== '') problems.push(`${name} is complex within a complex one`)
  if ((type === 'reference') !== (referenceTypes !== undefined)) problems.push(`${name}.referenceTypes`)
  if (canonicalValues?.length === 0) problems.push(`${name}.canonicalValues`)
  if (definition.mutability === 'readOnly' && definition.required) problems.push(`${name} is readOnly and required`)
  return [...problems, ...subAttributes.flatMap((sub) => checkAttribute(sub, `${name}.`))]
}

function checkType(type: Attributes, ids: readonly string[]): readonly string[] {
  const extensions = (type['schemaExtensions'] ?? []) as readonly Attributes[]
  const urns = [type, ...extensions].map(({ schema }) => String(schema))
  return [
    ...urns.filter((urn) => !ids.includes(urn)).map((urn) => `${urn} is not in /Schemas`),
    ...twice(urns).map((urn) => `${urn} is there twice`),
    ...extensions.filter(({ required }) => typeof required !== 'boolean').map(() => 'schemaExtensions.required'),
    ...(/^\/\w+$/.test(String(type['endpoint'])) ? [] : ['endpoint']),
    ...(type['id'] === type['name'] && type['description'] ? [] : ['id, name or description']),
  ].map((problem) => `/ResourceTypes ${String(type['name'])}: ${problem}`)
}

/** What is listed is found at its address too, and is the same there. */
async function readAlone(on: Provider['on'], document: Attributes): Promise<readonly string[]> {
  const location = String((document['meta'] as Attributes)['location'])
  const path = new URL(location).pathname.replace('/scim/v2', '')
  const alone = await on.scim('GET', path)
  return isDeepEqual(alone.body, document) ? [] : [`GET ${path}: ${alone.status}, not what is listed`]
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

function hasNull(value: Json | undefined): boolean {
  if (value === null) return true
  return typeof value === 'object' && Object.values(value).some((each) => hasNull(each))
}
