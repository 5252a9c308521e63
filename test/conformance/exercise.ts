import { type Attributes, type AttributeDefinition, type Json, isDeepEqual, urns } from '@usher/scim'
import type { DiscoveredType, Provider } from './tenant.ts'
import { bodyFor, createOne, fresh, valueFor, writable } from './values.ts'

/** An attribute of a type as PATCH and filters name it, and where its value stands in a resource. */
export type Target = {
  readonly path: string
  readonly definition: AttributeDefinition
  readonly at: readonly string[]
}

/** `externalId` is in no schema; its characteristics are those of RFC 7643 §3.1. */
const externalId: AttributeDefinition = {
  name: 'externalId',
  type: 'string',
  multiValued: false,
  description: 'The identifier of the client.',
  required: false,
  caseExact: true,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
}

/** Every attribute of a type, those of extensions by their whole name. */
export function targetsOf(type: DiscoveredType): readonly Target[] {
  return [
    ...[externalId, ...type.attributes].map((definition) => ({
      path: definition.name,
      definition,
      at: [definition.name],
    })),
    ...type.extensions.flatMap(({ urn, attributes }) =>
      attributes.map((definition) => ({
        path: `${urn}:${definition.name}`,
        definition,
        at: [urn, definition.name],
      })),
    ),
  ]
}

/** The sub-attributes of what has just one value, such as `name.givenName`. */
export function partsOf({ path, definition, at }: Target): readonly Target[] {
  if (definition.type !== 'complex' || definition.multiValued) return []
  return (definition.subAttributes ?? []).map((sub) => ({
    path: `${path}.${sub.name}`,
    definition: sub,
    at: [...at, sub.name],
  }))
}

export function valueAt(resource: Attributes, at: readonly string[]): Json | undefined {
  let value: Json | undefined = resource
  for (const name of at) value = (value as Attributes | undefined)?.[name]
  return value
}

/** What came back is what was sent: no more, no less. */
export function isKept(sent: Json, got: Json | undefined, { definition }: Target): boolean {
  return definition.mutability === 'writeOnly' ? got === undefined : isDeepEqual(sent, got ?? null)
}

type Operation = { readonly op: string; readonly path?: string; readonly value?: Json }

/** Sends one PATCH and tells what is wrong with the answer or with what a GET then shows, judged by `judge`. */
async function patched(
  { on }: Provider,
  { endpoint }: DiscoveredType,
  id: Json | undefined,
  { operation, judge }: { operation: Operation; judge: (resource: Attributes) => string | undefined },
): Promise<readonly string[]> {
  const path = `${endpoint}/${String(id)}`
  const says = `PATCH ${endpoint} ${JSON.stringify(operation)}`
  const answer = await on.scim('PATCH', path, { body: { schemas: [urns.patchOp], Operations: [operation] } })
  if (answer.status !== 200 && answer.status !== 204) return [`${says}: ${answer.status} ${answer.text}`]
  const shown = answer.status === 200 ? judge(answer.body) : undefined
  const read = judge((await on.scim('GET', path)).body)
  return [
    shown === undefined ? [] : `${says}: the answer: ${shown}`,
    read === undefined ? [] : `${says}: GET: ${read}`,
  ].flat()
}

/** `add` and `replace` of every attribute, and of the parts of complex ones, on a resource with the least there is. */
export async function exercisePatch(
  provider: Provider,
  type: DiscoveredType,
  op: 'add' | 'replace',
): Promise<readonly string[]> {
  const { id } = await createOne(provider, type)
  const problems: string[] = []
  const mayWrite = op === 'add' ? writable : writable.filter((mutability) => mutability !== 'immutable')
  for (const target of targetsOf(type).flatMap((each) => [each, ...partsOf(each)])) {
    if (!mayWrite.includes(target.definition.mutability)) continue
    const value = await valueFor(provider, target.definition)
    if (value === undefined) continue
    const judge = (resource: Attributes): string | undefined => {
      const got = valueAt(resource, target.at)
      return isKept(value, got, target) ? undefined : `shows ${JSON.stringify(got)}`
    }
    problems.push(...(await patched(provider, type, id, { operation: { op, path: target.path, value }, judge })))
  }
  for (const { urn, attributes } of type.extensions) {
    const simple = attributes.find((definition) => definition.type === 'string')
    if (simple === undefined) continue
    const value = { [simple.name]: fresh(simple.name) }
    const judge = (resource: Attributes): string | undefined =>
      isDeepEqual(valueAt(resource, [urn, simple.name]) ?? null, value[simple.name] ?? null) &&
      (resource['schemas'] as Json[]).includes(urn)
        ? undefined
        : `shows ${JSON.stringify(resource[urn])}`
    problems.push(...(await patched(provider, type, id, { operation: { op, path: urn, value }, judge })))
  }
  return problems
}

/** `remove` of every attribute that is not required, and of whole extensions, on a resource that has everything. */
export async function exerciseRemove(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const whole = await createOne(provider, type, 'all')
  const problems: string[] = []
  const gone =
    (at: readonly string[]) =>
    (resource: Attributes): string | undefined => {
      const got = valueAt(resource, at)
      return got === undefined ? undefined : `still shows ${JSON.stringify(got)}`
    }
  for (const target of targetsOf(type).flatMap((each) => [...partsOf(each), each])) {
    const { mutability, required } = target.definition
    if (required || (mutability !== 'readWrite' && mutability !== 'writeOnly')) continue
    if (mutability === 'readWrite' && valueAt(whole, target.at) === undefined)
      problems.push(`POST ${type.endpoint} does not show ${target.path}`)
    const operation = { op: 'remove', path: target.path }
    problems.push(...(await patched(provider, type, whole['id'], { operation, judge: gone(target.at) })))
  }
  for (const { urn } of type.extensions) {
    const other = await createOne(provider, type, 'all')
    const operation = { op: 'remove', path: urn }
    problems.push(...(await patched(provider, type, other['id'], { operation, judge: gone([urn]) })))
  }
  return problems
}

/** What may not be written is not: required, readOnly. */
export async function exerciseRefusals(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { id } = await createOne(provider, type)
  const problems: string[] = []
  const path = `${type.endpoint}/${String(id)}`
  for (const { path: name, definition } of targetsOf(type)) {
    const { required, mutability } = definition
    const operations: readonly Operation[] =
      mutability === 'readOnly'
        ? [
            { op: 'remove', path: name },
            { op: 'replace', path: name, value: [{ value: 'x' }] },
          ]
        : required
          ? [
              { op: 'remove', path: name },
              { op: 'replace', path: name, value: null },
            ]
          : []
    for (const operation of operations) {
      const body = { schemas: [urns.patchOp], Operations: [operation] }
      const answer = await provider.on.scim('PATCH', path, { body })
      if (answer.status !== 400 || !['mutability', 'invalidValue'].includes(String(answer.body['scimType'])))
        problems.push(`PATCH ${type.endpoint} ${JSON.stringify(operation)}: ${answer.status} ${answer.text}`)
    }
  }
  return problems
}

/** POST and PUT with everything: shown in the answer and by GET; what PUT leaves out is gone. */
export async function exerciseWholes(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  const problems: string[] = []
  const compare = (says: string, sent: Attributes, got: Attributes): void => {
    for (const target of targetsOf(type)) {
      const value = valueAt(sent, target.at)
      const shown = valueAt(got, target.at)
      if (value !== undefined && !isKept(value, shown, target))
        problems.push(`${says}: ${target.path} was ${JSON.stringify(value)}, shows ${JSON.stringify(shown)}`)
      const isOurs = target.definition.mutability === 'readOnly' || target.definition.required
      if (value === undefined && shown !== undefined && !isOurs) problems.push(`${says}: ${target.path} is not gone`)
    }
  }
  const body = await bodyFor(provider, type, 'all')
  const created = await on.scim('POST', type.endpoint, { body })
  const path = `${type.endpoint}/${String(created.body['id'])}`
  compare(`POST ${type.endpoint}`, body, created.body)
  compare(`GET after POST ${type.endpoint}`, body, (await on.scim('GET', path)).body)

  // A client that read it may send all of it back, what only the server says included.
  const back = await on.scim('PUT', path, { body: created.body })
  if (back.status !== 200) problems.push(`PUT of what was read: ${back.status} ${back.text}`)
  else compare(`PUT of what was read ${type.endpoint}`, body, back.body)

  const next = await bodyFor(provider, type, 'all')
  const replaced = await on.scim('PUT', path, { body: next })
  if (replaced.status !== 200) problems.push(`PUT of everything: ${replaced.status} ${replaced.text}`)
  else compare(`PUT ${type.endpoint}`, next, replaced.body)

  const least = await bodyFor(provider, type, 'required')
  const cleared = await on.scim('PUT', path, { body: least })
  if (cleared.status !== 200) problems.push(`PUT of the least: ${cleared.status} ${cleared.text}`)
  else compare(`PUT of the least ${type.endpoint}`, least, (await on.scim('GET', path)).body)
  return problems
}
