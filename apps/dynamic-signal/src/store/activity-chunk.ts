import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** One SCIM request as it is kept. `token` is the id and the prefix of the token that sent it. */
export type Activity = {
  readonly tenantId: string
  readonly time: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly userAgent: string | null
  readonly token: { readonly id: string; readonly prefix: string; readonly clientId: string | null } | null
  readonly body: string | null
  readonly scimType: string | null
  readonly detail: string | null
  readonly requestId: string
}

/** Requests of one tenant as they are stored together, and what can be said of them without reading them. */
export type Chunk = {
  readonly tenant_id: string
  readonly time: string
  readonly count: number
  readonly methods: string[]
  readonly statuses: number[]
  readonly senders: string[]
  readonly encoding: 'json' | 'zstd'
  readonly data: Uint8Array
}

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
// What is small gets no smaller.
const worthCompressing = 2048

/** Packs requests, oldest first. They repeat each other, so they become about a tenth. */
export function pack(tenantId: string, requests: readonly Activity[]): Chunk {
  const json = Buffer.from(JSON.stringify(requests.map(({ tenantId: _tenantId, ...rest }) => rest)))
  const isLarge = json.length >= worthCompressing
  return {
    tenant_id: tenantId,
    time: requests.at(-1)?.time ?? '',
    count: requests.length,
    methods: [...new Set(requests.map(({ method }) => method))],
    statuses: [...new Set(requests.map(({ status }) => status))],
    senders: [...new Set(requests.flatMap(({ token }) => (token === null ? [] : [token.clientId ?? token.id])))],
    encoding: isLarge ? 'zstd' : 'json',
    data: isLarge ? zstdCompressSync(json, fast) : json,
  }
}

/** The requests of a chunk, oldest first. */
export function unpack({ encoding, data }: Pick<Chunk, 'encoding' | 'data'>): readonly Omit<Activity, 'tenantId'>[] {
  const json = encoding === 'zstd' ? zstdDecompressSync(data) : Buffer.from(data)
  return JSON.parse(json.toString('utf8')) as readonly Omit<Activity, 'tenantId'>[]
}
