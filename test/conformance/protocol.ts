import { type Attributes, type Json, isDeepEqual, urns } from '@usher/scim'
import { type DiscoveredType, type Provider, resourcesIn } from './tenant.ts'
import { bodyFor, createOne, fresh, locationOf, metaOf } from './values.ts'

const patchOf = (...Operations: Attributes[]): Attributes => ({ schemas: [urns.patchOp], Operations })

/** By index and by cursor: every resource once, none twice, and the same number everywhere. */
export async function exercisePages(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  const made = new Set<Json | undefined>()
  for (let count = 0; count < 5; count++) made.add((await createOne(provider, type))['id'])
  const problems: string[] = []
  const judge = (how: string, seen: readonly (Json | undefined)[], total: Json | undefined): void => {
    if (seen.length !== total || new Set(seen).size !== seen.length)
      problems.push(`${how}: ${seen.length} of ${String(total)}`)
    if ([...made].some((id) => !seen.includes(id))) problems.push(`${how}: one is missing`)
  }
  const byIndex: (Json | undefined)[] = []
  for (let total: Json | undefined = 1; byIndex.length < Number(total);) {
    const { body } = await on.scim('GET', `${type.endpoint}?startIndex=${byIndex.length + 1}&count=40`)
    total = body['totalResults']
    const page = resourcesIn(body).map(({ id }) => id)
    if (page.length !== body['itemsPerPage'] || body['startIndex'] !== byIndex.length + 1)
      problems.push('by index: the head')
    if (page.length === 0) break
    byIndex.push(...page)
    if (byIndex.length >= Number(total)) judge('by index', byIndex, total)
  }
  const byCursor: (Json | undefined)[] = []
  for (let cursor: Json | undefined = ''; cursor !== undefined;) {
    const { body } = await on.scim('GET', `${type.endpoint}?count=40&cursor=${String(cursor)}`)
    byCursor.push(...resourcesIn(body).map(({ id }) => id))
    cursor = body['nextCursor']
    if (cursor === undefined) judge('by cursor', byCursor, body['totalResults'])
  }
  return problems
}

/** Entity tags: told, changed by changes only, heeded (RFC 7644 §3.14). */
export async function exerciseVersions(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on } = provider
  const problems: string[] = []
  const resource = await createOne(provider, type)
  const path = `${type.endpoint}/${String(resource['id'])}`
  const ask = async (method: string, headers: Record<string, string>, status: readonly number[], body?: Json) => {
    const answer = await on.scim(method, path, { headers, ...(body === undefined ? {} : { body }) })
    if (!status.includes(answer.status)) problems.push(`${method} ${JSON.stringify(headers)}: ${answer.status}`)
    return answer
  }
  const version = String(metaOf(resource)['version'])
  const wrong = { 'if-match': 'W/"wrong"' }
  const same = await ask('GET', {}, [200])
  if (!isDeepEqual(same.body, resource)) problems.push('GET shows something else than POST')
  if (same.headers['etag'] !== version || same.headers['location'] !== locationOf(resource))
    problems.push('headers of GET')
  await ask('GET', { 'if-none-match': version }, [304])
  await ask('GET', { 'if-none-match': 'W/"wrong"' }, [200])
  await ask('PUT', wrong, [412], await bodyFor(provider, type, 'required'))
  await ask('PATCH', wrong, [412], patchOf({ op: 'add', path: 'externalId', value: fresh('e') }))
  await ask('DELETE', wrong, [412])
  await ask('PATCH', { 'if-match': version }, [200, 204], patchOf({ op: 'add', path: 'externalId', value: fresh('e') }))
  const changed = String(metaOf((await ask('GET', {}, [200])).body)['version'])
  if (changed === version) problems.push('a change left the version')
  await ask('PUT', { 'if-match': version }, [412], await bodyFor(provider, type, 'required'))
  await ask('PUT', { 'if-match': `${changed}, W/"other"` }, [200], await bodyFor(provider, type, 'required'))
  await ask('DELETE', { 'if-match': '*' }, [204])
  await ask('GET', {}, [404])
  return problems
}

type Refusal = readonly [method: string, path: string, status: number, scimType?: string | undefined, body?: Json]

/** Every refusal has a body that says so (RFC 7644 §3.12), and 405 says what is allowed. */
export async function exerciseErrors(provider: Provider, type: DiscoveredType): Promise<readonly string[]> {
  const { on, setting } = provider
  const { endpoint } = type
  const taken = await createOne(provider, type, 'all')
  const at = `${endpoint}/${String(taken['id'])}`
  const name = type.name === 'User' ? 'userName' : 'displayName'
  const least = await bodyFor(provider, type, 'required')
  const refusals: readonly Refusal[] = [
    ['GET', `${endpoint}/none`, 404],
    ['PUT', `${endpoint}/none`, 404, undefined, least],
    ['PATCH', `${endpoint}/none`, 404, undefined, patchOf({ op: 'add', path: name, value: 'x' })],
    ['DELETE', `${endpoint}/none`, 404],
    ['POST', `${endpoint}/none`, 405, undefined, least],
    ['PUT', endpoint, 405, undefined, least],
    ['PATCH', endpoint, 405, undefined, least],
    ['DELETE', endpoint, 405],
    ['GET', `${endpoint}/.search`, 405],
    ['GET', '/Nothing', 404],
    ['POST', endpoint, 409, 'uniqueness', { ...least, [name]: taken[name] ?? '' }],
    [
      'PUT',
      `${endpoint}/${String((await createOne(provider, type))['id'])}`,
      409,
      'uniqueness',
      { ...least, [name]: taken[name] ?? '' },
    ],
    ['POST', endpoint, 400, 'invalidSyntax', '{"broken":'],
    ['POST', endpoint, 400, 'invalidSyntax', '[]'],
    ['POST', endpoint, 400, 'invalidValue', { schemas: [type.urn] }],
    ['POST', endpoint, 400, 'invalidValue', { ...least, [name]: { no: 'text' } }],
    ['PUT', at, 400, 'invalidValue', { schemas: [type.urn] }],
    ['PATCH', at, 400, 'invalidSyntax', { schemas: [urns.patchOp] }],
    ['PATCH', at, 400, 'invalidSyntax', patchOf({ op: 'multiply', path: name, value: 'x' })],
    ['PATCH', at, 400, 'invalidPath', patchOf({ op: 'add', path: `${name}..x`, value: 'x' })],
    ['PATCH', at, 400, 'noTarget', patchOf({ op: 'remove' })],
    ['PATCH', at, 400, 'mutability', patchOf({ op: 'replace', path: 'id', value: 'x' })],
    ['PATCH', at, 400, 'mutability', patchOf({ op: 'remove', path: name })],
    ['PATCH', at, 400, 'invalidValue', patchOf({ op: 'add', path: name })],
    ['GET', `${endpoint}?filter=`, 400, 'invalidFilter'],
    ['GET', `${endpoint}?filter=${name}%20zz%20%22x%22`, 400, 'invalidFilter'],
    ['GET', `${endpoint}?startIndex=x`, 400, 'invalidValue'],
    ['GET', `${endpoint}?sortBy=${name}&sortOrder=sideways`, 400, 'invalidValue'],
    ['GET', `${endpoint}?cursor=forged`, 400, 'invalidCursor'],
    ...(setting.mode === 'strict' ? strictly(type, at, name) : []),
  ]
  const problems: string[] = []
  for (const [method, path, status, scimType, body] of refusals) {
    const answer = await on.scim(method, path, body === undefined ? {} : { body })
    const wanted = [status, String(status), scimType, [urns.error]] as const
    const got = [answer.status, answer.body['status'], answer.body['scimType'], answer.body['schemas']] as const
    const isSaid = typeof answer.body['detail'] === 'string' && answer.body['detail'] !== ''
    const isAllowed = status !== 405 || typeof answer.headers['allow'] === 'string'
    if (JSON.stringify(wanted) !== JSON.stringify(got) || !isSaid || !isAllowed)
      problems.push(
        `${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text}, not ${status} ${String(scimType)}`,
      )
  }
  return problems
}

function strictly({ endpoint, urn }: DiscoveredType, at: string, name: string): readonly Refusal[] {
  return [
    ['PATCH', at, 400, 'invalidPath', patchOf({ op: 'add', path: 'noSuchAttribute', value: 'x' })],
    ['PATCH', at, 400, 'invalidSyntax', { Operations: [{ op: 'remove', path: 'externalId' }] }],
    ['PATCH', at, 400, 'invalidSyntax', patchOf()],
    ['POST', endpoint, 400, 'invalidSyntax', { [name]: fresh('n') }],
    ['POST', endpoint, 400, 'invalidValue', { schemas: [urn], [name]: fresh('n'), noSuchAttribute: 1 }],
    ['GET', `${endpoint}?filter=noSuchAttribute%20pr`, 400, 'invalidFilter'],
  ]
}
