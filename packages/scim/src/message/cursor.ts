import type { Json } from '../resource.ts'

/** Signs a text with a secret of the server, in unreserved characters (`A–Z a–z 0–9 - . _ ~`). */
export type Sign = (text: string) => string

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Prints a place in a list as a cursor (RFC 9865 §2): base64url of its JSON, a full stop, and the signature.
 *
 * Put everything into the position that must be the same on the next page: tenant, filter, sort, count, expiry.
 *
 * @example
 * printCursor({ after: 'U7', count: 10 }, (text) => createHmac('sha256', key).update(text).digest('base64url'))
 */
export function printCursor(position: Json, sign: Sign): string {
  const body = toBase64Url(toAscii(JSON.stringify(position)))
  return `${body}.${sign(body)}`
}

/** The place that a cursor names; `undefined` when this server has not signed it. */
export function readCursor(text: string, sign: Sign): Json | undefined {
  const stop = text.indexOf('.')
  if (stop <= 0 || text.length > 8192) return undefined
  const body = text.slice(0, stop)
  return isSame(text.slice(stop + 1), sign(body)) ? parsed(fromBase64Url(body)) : undefined
}

/** Compares all of two texts, so that the time it takes does not tell where they differ. */
function isSame(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let at = 0; at < other.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at)
  return difference === 0
}

/** JSON may write every character as an escape; then a character is a byte. */
function toAscii(json: string): string {
  let ascii = ''
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    ascii += code < 0x80 ? json.charAt(at) : `\\u${code.toString(16).padStart(4, '0')}`
  }
  return ascii
}

function toBase64Url(ascii: string): string {
  let encoded = ''
  for (let at = 0; at < ascii.length; at += 3) {
    const count = Math.min(3, ascii.length - at)
    const bits = (byteAt(ascii, at) << 16) | (byteAt(ascii, at + 1) << 8) | byteAt(ascii, at + 2)
    for (let digit = 0; digit <= count; digit++) encoded += alphabet.charAt((bits >> (18 - 6 * digit)) & 63)
  }
  return encoded
}

function byteAt(ascii: string, at: number): number {
  return at < ascii.length ? ascii.charCodeAt(at) : 0
}

function fromBase64Url(encoded: string): string {
  let ascii = ''
  let bits = 0
  let count = 0
  for (const char of encoded) {
    bits = ((bits << 6) | alphabet.indexOf(char)) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      ascii += String.fromCharCode((bits >> count) & 0xff)
    }
  }
  return ascii
}

function parsed(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json
  } catch {
    return undefined
  }
}
