import type { Attributes, AttributeDefinition, Json } from '@usher/scim'
import { targetsOf, valueAt } from './exercise.ts'
import { type DiscoveredType, type Provider, resourcesIn } from './tenant.ts'
import { createOne } from './values.ts'

type Question = { readonly filter: string; readonly at: readonly string[] }

/** A filter for every attribute and part that can be compared, each of which finds `resource`. */
export function questionsAbout(type: DiscoveredType, resource: Attributes): readonly Question[] {
  return targetsOf(type).flatMap(({ path, definition, at }): Question[] => {
    const value = valueAt(resource, at)
    if (value === undefined || definition.returned === 'never') return []
    if (definition.type !== 'complex') return about(path, definition, value).map((filter) => ({ filter, at }))
    const [element] = [value].flat() as Attributes[]
    const parts = (definition.subAttributes ?? []).flatMap((sub) => {
      const part = element?.[sub.name]
      if (part === undefined) return []
      const inside = definition.multiValued ? about(sub.name, sub, part).map((filter) => `${path}[${filter}]`) : []
      return [...about(`${path}.${sub.name}`, sub, part), ...inside]
    })
    return [`${path} pr`, ...parts].map((filter) => ({ filter, at }))
  })
}

function about(path: string, { type, caseExact }: AttributeDefinition, value: Json): readonly string[] {
  const literal = JSON.stringify(value)
  const plain = [`${path} pr`, `${path} eq ${literal}`, `${path} EQ ${literal}`]
  if (typeof value !== 'string' || (type !== 'string' && type !== 'reference')) return plain
  const quoted = (text: string): string => JSON.stringify(text)
  return [
    ...plain,
    `${path} sw ${quoted(value.slice(0, 6))}`,
    `${path} ew ${quoted(value.slice(-6))}`,
    `${path} co ${quoted(value.slice(1, -1) || value)}`,
    `not (${path} ne ${literal})`,
    ...(caseExact ? [] : [`${path} eq ${quoted(value.toUpperCase())}`]),
  ]
}

/** Asks everything of a resource that has everything, by GET and by /.search. */
export async function exerciseFilters(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  const resource = await createOne(provider, type, 'all')
  await createOne(provider, type)
  const problems: string[] = []
  const mine = `id eq "${String(resource['id'])}"`
  const common = [mine, `schemas eq "${type.urn}"`, `meta.resourceType eq "${type.name}"`]
  const questions = [...common.map((filter) => ({ filter })), ...questionsAbout(type, resource)]
  for (const [index, question] of questions.entries()) {
    // Most ask about this resource alone, which is faster; what clients match by is asked as they ask it.
    const filter = / (eq|EQ) /.test(question.filter) ? question.filter : `${question.filter} and ${mine}`
    const answer =
      index % 4 === 0
        ? await on.scim('POST', `${type.endpoint}/.search`, { body: { schemas: [searchUrn], filter, count: 500 } })
        : await on.scim('GET', `${type.endpoint}?count=500&filter=${encodeURIComponent(filter)}`)
    if (answer.status !== 200) problems.push(`${filter}: ${answer.status} ${answer.text}`)
    else if (!resourcesIn(answer.body).some(({ id }) => id === resource['id'])) problems.push(`${filter}: not found`)
  }
  return problems
}

const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'

/** Each attribute alone by `attributes`, and left out by `excludedAttributes`; what is always returned stays. */
export async function exerciseProjection(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  const resource = await createOne(provider, type, 'all')
  const path = `${type.endpoint}/${String(resource['id'])}`
  const problems: string[] = []
  const targets = targetsOf(type).filter(({ at }) => valueAt(resource, at) !== undefined)
  for (const { path: name, at, definition } of targets) {
    const query = encodeURIComponent(name)
    const only = (await on.scim('GET', `${path}?attributes=${query}`)).body
    const others = targets.filter((each) => each.path !== name && each.definition.returned === 'default')
    if (valueAt(only, at) === undefined) problems.push(`attributes=${name}: it is missing`)
    if (only['id'] !== resource['id'] || only['schemas'] === undefined) problems.push(`attributes=${name}: no id`)
    for (const other of others)
      if (valueAt(only, other.at) !== undefined) problems.push(`attributes=${name}: shows ${other.path} too`)
    const without = (await on.scim('GET', `${path}?excludedAttributes=${query}`)).body
    const isShown = valueAt(without, at) !== undefined
    if (isShown !== (definition.returned === 'always')) problems.push(`excludedAttributes=${name}: shown ${isShown}`)
    const listed = await on.scim('GET', `${type.endpoint}?attributes=${query}&filter=id eq "${String(resource['id'])}"`)
    const [first] = resourcesIn(listed.body)
    if (first === undefined || valueAt(first, at) === undefined)
      problems.push(`list, attributes=${name}: it is missing`)
  }
  return problems
}

/** Sorts by every attribute that has an order; the order is that of the values, the other way round when asked. */
export async function exerciseSort(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  for (let count = 0; count < 3; count++) await createOne(provider, type, 'all')
  const problems: string[] = []
  for (const { path, definition, at } of targetsOf(type)) {
    if (definition.returned === 'never' || definition.type !== 'string' || definition.multiValued) continue
    const ask = async (order: string): Promise<readonly string[] | undefined> => {
      const answer = await on.scim('GET', `${type.endpoint}?sortBy=${encodeURIComponent(path)}${order}&count=500`)
      if (answer.status !== 200) return void problems.push(`sortBy=${path}${order}: ${answer.status} ${answer.text}`)
      const values = resourcesIn(answer.body).map((each) => valueAt(each, at))
      return values.filter((value) => typeof value === 'string').map((value) => value.toLowerCase())
    }
    const up = await ask('')
    const down = await ask('&sortOrder=descending')
    if (up !== undefined && up.join() !== up.toSorted().join()) problems.push(`sortBy=${path}: ${up.join()}`)
    if (down !== undefined && down.join() !== down.toSorted().toReversed().join())
      problems.push(`sortBy=${path} descending: ${down.join()}`)
  }
  return problems
}
