import {
  type Attributes,
  type Json,
  type PatchOperation,
  ScimError,
  applyPatch,
  readResource,
  splitMembers,
} from '@usher/scim'
import type { GroupChange } from '../store/groups.ts'
import { UnknownMembers } from '../store/members.ts'
import type { Method } from '../store/resources.ts'
import type { Stored } from '../store/resource.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { etagOf, locationOf } from './render.ts'
import { checkVersion, notFound, projectionOf, taken, withResource } from './shown.ts'

/** POST /Groups, with members or without. */
export async function createGroup(call: Call): Promise<Answer> {
  const { attributes, members } = readGroup(call, undefined)
  const stored = await known(() =>
    call.store.groups.create({ tenant: call.tenant, type: call.type }, attributes, members, call.by),
  )
  if (stored === null) throw taken(call, attributes)
  return withResource(201, stored, call)
}

/** PUT /Groups/{id}: the members are those given, and no others. */
export async function replaceGroup(call: Call): Promise<Answer> {
  const { members } = readGroup(call, undefined)
  const keeps = call.tenant.rules.keepOmitted && !hasMember(call.body, 'members')
  const stored = await change(call, 'put', {
    attributes: (before) => readGroup(call, before).attributes,
    members: keeps ? [] : [{ op: 'replace', elements: members }],
    check: (before) => checkVersion(call, before),
  })
  return withResource(200, stored, call)
}

/** More members than this are not answered to a PATCH that changes some: clients do not want them (see 0018). */
const mostAnswered = 100

/** PATCH /Groups/{id}: 200, or 204 when the group has many members and no attributes are asked for. */
export async function patchGroup(call: Call, operations: readonly PatchOperation[]): Promise<Answer> {
  const split = splitMembers(operations, call.type, call.tenant.rules)
  const stored = await change(call, 'patch', {
    ...(split === 'needsAll' ? withAllMembers(call, operations) : withoutMembers(call, split)),
    check: (before) => checkVersion(call, before),
  })
  const projection = projectionOf(call)
  const isSmall = await call.store.groups.hasAtMost(call.tenant, stored.id, mostAnswered)
  if (projection.kind !== 'default' || isSmall) return withResource(200, stored, call)
  return { status: 204, headers: { location: locationOf(call.type, stored.id, call.base), etag: etagOf(stored) } }
}

type Parts = Pick<GroupChange, 'attributes' | 'members'>

function withoutMembers(call: Call, { rest, changes }: Exclude<ReturnType<typeof splitMembers>, 'needsAll'>): Parts {
  const { rules } = call.tenant
  return { attributes: (before) => applyPatch(before, rest, call.type, { rules }).resource, members: changes }
}

/** Operations that look into members, such as `members[type eq "Group"]`, need all of them. */
function withAllMembers(call: Call, operations: readonly PatchOperation[]): Parts {
  const { rules } = call.tenant
  let was: Attributes = {}
  return {
    attributes: (before) => {
      was = before
      // What happens to the members is decided below, where they are known.
      const rest = operations.filter(({ path }) => !isAboutMembers(path))
      const { members: _, ...attributes } = applyPatch(before, rest, call.type, { rules }).resource
      return attributes
    },
    members: (all) => {
      const { members = [] } = applyPatch({ ...was, members: all }, operations, call.type, { rules }).resource
      return members as readonly Attributes[]
    },
  }
}

function isAboutMembers(path: string | undefined): boolean {
  const name = path?.trim().toLowerCase().split(':').at(-1) ?? ''
  return name.startsWith('members')
}

function hasMember(body: Json | undefined, name: string): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).some((key) => key.toLowerCase() === name)
}

function readGroup(
  call: Call,
  before: Attributes | undefined,
): { attributes: Attributes; members: readonly Attributes[] } {
  const { rules } = call.tenant
  const options = before === undefined ? { rules } : { rules, before, id: call.id }
  const { members = [], ...attributes } = readResource(call.type, call.body, options)
  return { attributes, members: members as readonly Json[] as readonly Attributes[] }
}

async function change(call: Call, method: Method, what: GroupChange): Promise<Stored> {
  const { tenant, type, id } = call
  const stored = await known(() => call.store.groups.change({ tenant, type, id }, what, { ...call.by, method }))
  if (stored === undefined) throw notFound(call)
  if (stored === 'taken') throw taken(call, {})
  return stored
}

async function known<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof UnknownMembers)) throw error
    const [id = ''] = error.ids
    throw new ScimError(400, 'invalidValue', `members: there is no user or group with the id "${id.slice(0, 60)}".`)
  }
}
