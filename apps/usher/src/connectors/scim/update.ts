import type { AttributeChange, Exchange, TargetObject } from '@usher/engine'
import { TargetError } from '@usher/engine'
import { parsePath, readPath, referenceTo, urns, writePath, type Attributes, type Json } from '@usher/scim'
import { listed, toObject } from './answers.ts'
import { endpoint, resource, type Answer, type Caller } from './call.ts'
import type { WireOperation } from './dialects/dialect.ts'
import { targetError } from './failures.ts'
import { noteIgnored, type Ignored } from './ignored.ts'
import { eq, type Shape } from './pages.ts'

/** `call` sends at once; `write` may be gathered with others. */
export type Callers = { readonly call: Caller; readonly write: Caller }

type Update = (
  type: string,
  target: TargetObject,
  patch: readonly AttributeChange[],
  trace: Exchange[],
) => Promise<readonly string[]>

/** Writes changes of one object: by PATCH, or where the application has none by reading it and putting it back whole. */
export function updater(
  { call, write }: Callers,
  { dialect, offers, ignored = new Set() }: Shape & { readonly ignored?: Ignored | undefined },
): Update {
  return async (type, target, patch, trace) => {
    const path = resource(type, target.id)
    if (!offers.patch) {
      if (patch.length > 0)
        await putBack({ call, write }, { path, trace, etag: offers.etag }, (now) => patched(now, patch))
      return []
    }
    const condition = offers.etag && target.version !== undefined ? { ifMatch: target.version } : {}
    let answer: Answer = null
    for (const { operations, unless } of dialect.patches(patch, target.attributes)) {
      const refers = unless !== undefined && (await holds(call, { type, id: target.id, ...unless }, trace))
      if (refers !== true)
        answer = await write('update', trace, { method: 'PATCH', path, body: patchBody(operations), ...condition })
    }
    return noteIgnored(ignored, patch, answer?.body)
  }
}

/** The body of a PATCH (RFC 7644 §3.5.2). */
export function patchBody(operations: readonly WireOperation[]): Json {
  return { schemas: [urns.patchOp], Operations: operations.map((one) => ({ ...one })) }
}

type Reference = { readonly type: string; readonly id: string; readonly attribute: string; readonly of: string }

/**
 * Whether an object refers to this one already, asked as Entra asks: one result says yes, none says no.
 *
 * null: the application cannot tell.
 */
export async function holds(
  call: Caller,
  { type, id, attribute, of }: Reference,
  trace: Exchange[],
): Promise<boolean | null> {
  const query = { attributes: 'id', filter: `${eq('id', id)} and ${eq(attribute, of)}` }
  try {
    const { objects } = listed(await call('find', trace, { method: 'GET', path: endpoint(type), query }))
    return objects.length > 1 ? null : objects[0]?.id === id
  } catch (error) {
    if (error instanceof TargetError) return null
    throw error
  }
}

type Place = { readonly path: string; readonly trace: Exchange[]; readonly etag: boolean; readonly most?: number }

/** Reads a resource, changes it here and puts it back whole (RFC 7644 §3.5.1); what is read-only is ignored there. */
export async function putBack(
  { call, write }: Callers,
  { path, trace, etag, most }: Place,
  change: (now: Attributes) => Attributes,
): Promise<void> {
  const answer = await call('get', trace, { method: 'GET', path, ...(most !== undefined && { most }) })
  if (answer === null) throw targetError('InvalidAnchor', 'it is gone in the application (404)', 'soon')
  const { attributes, version } = toObject(answer.body, answer.etag)
  const condition = etag && version !== undefined ? { ifMatch: version } : {}
  await write('update', trace, { method: 'PUT', path, body: change(attributes), ...condition })
}

function patched(now: Attributes, patch: readonly AttributeChange[]): Attributes {
  let attributes = now
  for (const { path, op, to, kind } of patch) {
    const target = parsePath(path)
    const value = op === 'remove' || to === undefined ? null : kind === 'reference' ? referenceTo(to) : to
    const there = readPath(attributes, target)
    // What is added to a list stands beside what is there.
    const added =
      op === 'add' && Array.isArray(there) && Array.isArray(value)
        ? [...(there as Json[]), ...(value as Json[])]
        : value
    attributes = writePath(attributes, target, added)
  }
  return attributes
}
