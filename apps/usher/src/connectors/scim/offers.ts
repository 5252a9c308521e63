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
}

/** What is taken for granted of an application that does not say. */
export const usualOffers: Offers = { patch: true, filter: true, etag: false, bulk: null, cursor: false, pageSize: null }
