import { TargetError, TargetUnusable } from '@usher/engine'
import { parsePath, readPath, type Attributes, type Json } from '@usher/scim'
import type { Caller } from './call.ts'
import { usualOffers, type Offers } from './offers.ts'

/** Offers of a connection and until when they are taken for true; `null`: not asked yet. */
export type Discovery = { known: { readonly offers: Offers; readonly until: number } | null }

/** What an application offers changes rarely; a new release of it is noticed within this time. */
const keptFor = 10 * 60_000

/**
 * What the application says about itself, asked once in some minutes.
 *
 * It never has to answer: what does not say is taken for usual. One that cannot be reached at all is asked again the next
 * time, and says so to whoever wants something of it.
 */
export async function discover(call: Caller, discovery: Discovery, now: () => number = Date.now): Promise<Offers> {
  if (discovery.known !== null && now() < discovery.known.until) return discovery.known.offers
  try {
    const answer = await call('get', [], { method: 'GET', path: 'ServiceProviderConfig' })
    const offers = answer === null ? usualOffers : readOffers(answer.body)
    discovery.known = { offers, until: now() + keptFor }
    return offers
  } catch (error) {
    if (error instanceof TargetError) discovery.known = { offers: usualOffers, until: now() + keptFor }
    else if (!(error instanceof TargetUnusable)) throw error
    return usualOffers
  }
}

/** It offered Bulk and refuses it: nobody tries again while this is remembered. */
export function withoutBulk(discovery: Discovery): void {
  const { known } = discovery
  if (known !== null) discovery.known = { ...known, offers: { ...known.offers, bulk: null } }
}

/** Reads `/ServiceProviderConfig` (RFC 7643 §5); whatever is not said, or said in another form, is as usual. */
export function readOffers(body: Json): Offers {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return usualOffers
  const said = (path: string): Json | undefined => readPath(body as Attributes, parsePath(path))
  const count = (path: string): number | null => {
    const value = Number(said(path) ?? Number.NaN)
    return Number.isInteger(value) && value > 0 ? value : null
  }
  const pageSizes = ['filter.maxResults', 'pagination.maxPageSize'].flatMap((path) => count(path) ?? [])
  return {
    patch: !isNo(said('patch.supported')),
    filter: !isNo(said('filter.supported')),
    etag: isYes(said('etag.supported')),
    bulk: isYes(said('bulk.supported'))
      ? { operations: count('bulk.maxOperations') ?? 100, bytes: count('bulk.maxPayloadSize') ?? 1024 * 1024 }
      : null,
    cursor: isYes(said('pagination.cursor')),
    pageSize: pageSizes.length === 0 ? null : Math.min(...pageSizes),
  }
}

function isYes(value: Json | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function isNo(value: Json | undefined): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}
