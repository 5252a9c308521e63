import { ScimError } from './message/error.ts'
import type { Rules } from './rules.ts'

/**
 * Prepares text for a comparison that ignores case: Unicode NFC and simple case folding.
 *
 * Only for comparing. What a client sent is stored and returned as it came (RFC 7643 §2.2, caseExact).
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  let folded = ''
  for (const char of text.normalize('NFC')) folded += foldChar(char)
  return folded.normalize('NFC')
}

/** Simple case folding: one character stays one, so ß is not ss. Upper case first joins ς with σ, ſ with s. */
function foldChar(char: string): string {
  // The dotless i is a letter of its own, though its capital is I (Unicode, CaseFolding.txt).
  if (char === 'ı') return char
  const upper = single(char.toUpperCase(), char)
  return single(upper.toLowerCase(), char)
}

function single(mapped: string, char: string): string {
  const length = (mapped.codePointAt(0) ?? 0) > 0xffff ? 2 : 1
  return mapped.length === length ? mapped : char
}

/**
 * Orders texts by code point, as databases do: negative, zero or positive.
 *
 * `<` compares UTF-16 units, which puts 😀 before ﬀ.
 */
export function compareCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const difference = weight(one.charCodeAt(at)) - weight(other.charCodeAt(at))
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

/** Surrogates stand for what comes after U+FFFF, so they come last. */
function weight(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}

/**
 * Prepares a userName for the comparison that makes it unique.
 *
 * As UsernameCaseMapped of RFC 8265: full-width and half-width forms become ordinary ones, then case and NFC. Nothing
 * is refused here, since directories send names with spaces: see `checkUserName`.
 */
export function userNameKey(userName: string): string {
  return isAscii(userName) ? userName.toLowerCase() : fold(widthMapped(userName))
}

/**
 * Refuses what no user name may contain by RFC 8265 (strict): spaces, symbols, control characters and the like.
 *
 * Throws 400 `invalidValue`, naming the character.
 */
export function checkUserName(userName: string, rules: Rules): void {
  if (rules.anyUserName) return
  for (const char of widthMapped(userName))
    if (!isIdentifier(char))
      throw new ScimError(400, 'invalidValue', `userName must not contain "${char}" (${codeOf(char)}).`)
}

/** Where half-width and full-width forms lie, and how far from the ordinary ones. */
const widthForms: readonly (readonly [first: number, last: number, ordinary: number])[] = [
  [0xff01, 0xff5e, 0x21],
  [0xffa1, 0xffbe, 0x3131],
  [0xffc2, 0xffc7, 0x314f],
  [0xffca, 0xffcf, 0x3155],
  [0xffd2, 0xffd7, 0x315b],
  [0xffda, 0xffdc, 0x3161],
  [0xffe3, 0xffe3, 0xaf],
]

function widthMapped(text: string): string {
  let mapped = ''
  for (const char of text) mapped += widthMappedChar(char)
  return mapped
}

function widthMappedChar(char: string): string {
  if (char === '\u3000') return ' '
  if (char < '\uff00' || char > '\uffef') return char
  const code = char.charCodeAt(0)
  const row = widthForms.find(([first, last]) => code >= first && code <= last)
  return row === undefined ? char.normalize('NFKC') : String.fromCharCode(code - row[0] + row[2])
}

// RFC 8264 §9.1: letters, digits and marks; §9.15 and §9.6: what they exclude and add.
const letterOrDigit = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u
const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]$/u
const oldHangulJamo = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb]$/u
const allowed = 'ßς\u06fd\u06fe\u0f0b\u3007'
const disallowed = '\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b'

/** Whether a character belongs to the IdentifierClass of RFC 8264 §4.2. */
function isIdentifier(char: string): boolean {
  if (char >= '!' && char <= '~') return true
  if (allowed.includes(char)) return true
  if (disallowed.includes(char) || ignorable.test(char) || oldHangulJamo.test(char)) return false
  return letterOrDigit.test(char) && char.normalize('NFKC') === char.normalize('NFC')
}

function codeOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

/** An address of a resource without the version of the protocol, which does not tell resources apart (RFC 7644 §3.13). */
export function withoutVersion(address: string): string {
  return address.replaceAll('/v2/', '/')
}
