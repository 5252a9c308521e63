import fc from 'fast-check'
import type { TenantName } from './service.ts'

/**
 * A request that is made up before it is known who lives where: `{user}`, `{group}` stand for the identifier of one
 * that is there, `{foreign}` for one of another tenant, `{gone}` for one that never was; `{userName}` for a taken name.
 */
export type Made = {
  /** The row of the table of kinds that it came from. */
  readonly kind: string
  readonly tenant: TenantName
  readonly method: string
  /** Below the SCIM base, with its query. */
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  /** Large ones are made when they are sent. */
  readonly body: string | Uint8Array | null | (() => string | Uint8Array)
  /** Which status it must be answered with; without it any but those of a broken server. */
  readonly statuses?: readonly number[]
  /** In place of the tenant's own token; `null` is none. */
  readonly token?: string | null | { readonly of: TenantName }
  /** In place of the tenant's own address. */
  readonly base?: string
  /** Which of those that are there the placeholders stand for. */
  readonly pick: number
}

/** What a kind says of its requests; the rest is added by chance. */
export type Part = Omit<Made, 'kind' | 'tenant' | 'pick' | 'headers' | 'body'> &
  Partial<Pick<Made, 'tenant' | 'headers' | 'body'>>

/** One kind of request, and how often it is made. */
export type Kind = { readonly weight: number; readonly made: fc.Arbitrary<Part> }

export const json = [['content-type', 'application/scim+json']] as const

export const chunked = [...json, ['transfer-encoding', 'chunked']] as const

/** A body whose length is not said beforehand. */
export function inPieces(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  const half = bytes.length >> 1
  const piece = (part: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
  return Buffer.concat([piece(bytes.subarray(0, half)), piece(bytes.subarray(half)), Buffer.from('0\r\n\r\n')])
}

/** Percent-encodes whatever is in a string, lone surrogates too, which `encodeURIComponent` refuses. */
export function encoded(text: string): string {
  let out = ''
  for (const character of text) {
    if (/[\w.~-]/.test(character) && character.length === 1 && character.charCodeAt(0) < 128) out += character
    else for (const byte of bytesOf(character)) out += `%${byte.toString(16).padStart(2, '0')}`
  }
  return out
}

function bytesOf(character: string): readonly number[] {
  const code = character.codePointAt(0) ?? 0
  if (code < 0xd800 || code > 0xdfff) return [...Buffer.from(character, 'utf8')]
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
}

export const urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  bulk: 'urn:ietf:params:scim:api:messages:2.0:BulkRequest',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
} as const

export function patchOf(operations: readonly unknown[]): string {
  return JSON.stringify({ schemas: [urns.patch], Operations: operations })
}

export function write(method: string, path: string, ...[body, statuses]: [Made['body'], (readonly number[])?]): Part {
  return { method, path, headers: json, body, ...(statuses && { statuses }) }
}

export function read(path: string, statuses?: readonly number[]): Part {
  return { method: 'GET', path, ...(statuses && { statuses }) }
}

/** Where resources are; users more often. */
export const resourcesOf: fc.Arbitrary<'/Users' | '/Groups'> = fc.constantFrom('/Users', '/Users', '/Users', '/Groups')

/** The third tenant has no groups. */
export const withGroups: fc.Arbitrary<TenantName> = fc.constantFrom('lenient', 'strict')
