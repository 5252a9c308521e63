/** A SCIM 2.0 service provider as a target (RFC 7644), in the dialect of the connection. */
import { unlistable, type Capabilities, type Exchange, type Target, type TargetObject } from '@usher/engine'
import { parsePath, readPath, type Attributes, type Json } from '@usher/scim'
import { created, listed, toObject } from './answers.ts'
import { gathered, type Bulk } from './bulk.ts'
import { caller, endpoint, resource, type Caller, type ScimConnection } from './call.ts'
import { unusable } from './failures.ts'
import type { Ignored } from './ignored.ts'
import { memberChanges, membersOf } from './members.ts'
import { isSearchable, usualOffers, type Offers } from './offers.ts'
import { eq, pages } from './pages.ts'
import { withinPayload } from './payload.ts'
import { probing, type Probe, type ProbeState } from './probe.ts'
import { updater } from './update.ts'

export type Abilities = {
  readonly able: Capabilities
  readonly offers?: Offers
  /** What is asked for before the first request, in dialects that do. */
  readonly probe?: Probe & { readonly state: ProbeState }
  /** Writes are gathered. */
  readonly bulk?: Bulk | null
  /** Bytes of one request, at most. */
  readonly payload?: number | undefined
  /** What the application takes and does not change. */
  readonly ignored?: Ignored
}

const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager'

export function scimTarget(
  connection: ScimConnection,
  { able, offers = usualOffers, probe, bulk = null, payload, ignored }: Abilities,
): Target {
  const { dialect } = connection
  const plain = caller(connection)
  const call = probe !== undefined && dialect.probes ? probing(plain, probe.state, probe) : plain
  const write = withinPayload(bulk === null ? call : gathered(connection, bulk), payload)
  const shape = { dialect, offers, able }
  const isThere = endpointCheck(call, offers)
  const update = updater({ call, write }, { ...shape, ignored })
  return {
    able,
    async find(type, terms, trace) {
      const asked = terms.filter(({ path }) => isSearchable(offers, type, path))
      if (asked.length === 0) return havingAll(pages(call, shape, { type, paths: [], trace }), terms)
      const filter = asked.map(({ path, value }) => eq(path, value)).join(' and ')
      const query = { ...(type === 'Group' && withoutMembers), filter }
      const { objects } = listed(await call('find', trace, { method: 'GET', path: endpoint(type), query }))
      const left = terms.filter((term) => !asked.includes(term))
      // Some give one account twice, which is no ambiguity.
      const each = [...new Map(objects.map((object) => [object.id, object])).values()]
      return each.filter(({ attributes }) => left.every((term) => has(attributes, term)))
    },
    async get({ type, id }, trace) {
      const query = type === 'Group' ? { query: withoutMembers } : {}
      const answer = await call('get', trace, { method: 'GET', path: resource(type, id), ...query })
      if (answer !== null) return toObject(answer.body, answer.etag)
      await isThere(type, trace)
      return null
    },
    async create(type, attributes, trace) {
      const { body, manager: of } = dialect.create(type, attributes)
      const made = created(await write('create', trace, { method: 'POST', path: endpoint(type), body }), attributes)
      const later = { op: 'add', path: manager, kind: 'reference' } as const
      if (of !== undefined) await update(type, { id: made.id, attributes: {} }, [{ ...later, to: of }], trace)
      return made
    },
    update,
    async delete({ type, id, version }, trace) {
      const condition = version !== undefined && offers.etag ? { ifMatch: version } : {}
      await write('delete', trace, { method: 'DELETE', path: resource(type, id), ...condition })
    },
    changeMembers: memberChanges({ call, write }, { ...shape, payload }),
    members: (group, trace) => membersOf(call, group, trace),
    list: (type, paths, trace) => pages(call, shape, { type, paths, trace }),
  }
}

/** Groups are never read with their members, who may be many. */
const withoutMembers = { excludedAttributes: 'members' } as const

/** A wrong Tenant URL answers 404 to everything: before something counts as gone the endpoint must show that it is there. */
function endpointCheck(call: Caller, { cursor }: Offers): (type: string, trace: Exchange[]) => Promise<void> {
  let alive: Promise<unknown> | undefined
  return async (type, trace) => {
    const query = { ...(!cursor && { startIndex: 1 }), count: 1 }
    alive ??= call('find', trace, { method: 'GET', path: endpoint(type), query }).then(listed)
    await alive
  }
}

type Term = { readonly path: string; readonly value: Json }

/** What cannot be searched is read whole, and what has the values is told from the rest here. */
async function havingAll(all: ReturnType<Target['list']>, terms: readonly Term[]): Promise<readonly TargetObject[]> {
  const found: TargetObject[] = []
  let read = 0
  for await (const { objects, total } of all) {
    if (total === unlistable && read > 0) {
      throw unusable(
        'The application gives the same page again, whichever is asked for: it ignores "startIndex", and cannot be searched either.',
      )
    }
    read += objects.length
    found.push(...objects.filter((object) => terms.every((term) => has(object.attributes, term))))
  }
  return found
}

/** Without regard to case, which the engine looks at again. */
function has(attributes: Attributes, { path, value }: Term): boolean {
  const there = readPath(attributes, parsePath(path))
  return JSON.stringify(there ?? null).toLowerCase() === JSON.stringify(value).toLowerCase()
}
