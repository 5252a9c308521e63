import { ScimError } from './error.ts'

/** The weak entity tag of a version (RFC 7644 §3.14), as `meta.version` and the header `ETag` have it: `W/"3"`. */
export function etagOf(version: string | number): string {
  return `W/"${version}"`
}

/**
 * Whether an `If-Match` or `If-None-Match` header names this version: `*`, or a list of tags that contains it.
 *
 * Tags are compared weakly, since SCIM's are weak (RFC 7232 §2.3.2). Tags without quotation marks are taken, too.
 */
export function namesVersion(header: string, etag: string): boolean {
  if (header.trim() === '*') return true
  const wanted = opaqueOf(etag)
  return tagsOf(header).some((tag) => opaqueOf(tag) === wanted)
}

/**
 * Checks the `If-Match` of a write. Throws 412 when it does not name this version, and 428 when it is missing although
 * the service provider asks for it.
 */
export function checkIfMatch(header: string | undefined, etag: string, options?: { readonly required: boolean }): void {
  if (header === undefined && options?.required === true)
    throw new ScimError(428, undefined, 'Send the version that you read in the header If-Match.')
  if (header !== undefined && !namesVersion(header, etag))
    throw new ScimError(412, undefined, `The resource has version ${etag}, not the one in If-Match. Read it again.`)
}

/** Whether the client has this version already, so that the answer to its GET is 304. */
export function isKnownVersion(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch !== undefined && namesVersion(ifNoneMatch, etag)
}

/** The tags of a list. A comma within quotation marks belongs to its tag. */
function tagsOf(header: string): readonly string[] {
  const tags = ['']
  let isQuoted = false
  for (const char of header) {
    if (char === '"') isQuoted = !isQuoted
    if (char === ',' && !isQuoted) tags.push('')
    else tags[tags.length - 1] += char
  }
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== '')
}

function opaqueOf(tag: string): string {
  const strong = tag.startsWith('W/') ? tag.slice(2) : tag
  const isQuoted = strong.length > 1 && strong.startsWith('"') && strong.endsWith('"')
  return isQuoted ? strong.slice(1, -1) : strong
}
