import type { Limits } from '../../gallery/template.ts'

/** What an application says about itself (RFC 7643 §5, RFC 9865 §4), as far as requests depend on it. */
export type Offers = {
  /** Without it resources are read and put back whole. */
  readonly patch: boolean
  /** Without it a search reads everything. */
  readonly filter: boolean
  /** If-Match is honoured. */
  readonly etag: boolean
  readonly bulk: { readonly operations: number; readonly bytes: number } | null
  /** Pages follow each other by cursor (RFC 9865), which what is written meanwhile does not shift. */
  readonly cursor: boolean
  /** Resources of one page, at most. */
  readonly pageSize: number | null
  /** The only attributes that a filter may name, by resource type; of a type that is left out nothing is known. */
  readonly filters?: Limits['filters']
}

/** What is taken for granted of an application that does not say. */
export const usualOffers: Offers = { patch: true, filter: true, etag: false, bulk: null, cursor: false, pageSize: null }

/** What an application says of itself, and what the gallery knows of it beside that. */
export function withKnown(offers: Offers, { filters, paging }: Pick<Limits, 'filters' | 'paging'>): Offers {
  return { ...offers, cursor: offers.cursor || paging === 'cursor', ...(filters !== undefined && { filters }) }
}

/** Whether objects of a type can be searched by this attribute. */
export function isSearchable({ filter, filters }: Offers, type: string, path: string): boolean {
  const named = type === 'User' || type === 'Group' ? filters?.[type] : undefined
  return filter && (named === undefined || named.some((one) => one.toLowerCase() === path.toLowerCase()))
}
