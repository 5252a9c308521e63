/**
 * Prepares text for a comparison that ignores case: Unicode NFC and simple case folding.
 *
 * Only for comparing. What a client sent is stored and returned as it came (RFC 7643 §2.2, caseExact).
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  // A lower-cased final sigma depends on its neighbours; both forms are one letter.
  return text.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ')
}

/**
 * Prepares a userName for the comparison that makes it unique.
 *
 * As UsernameCaseMapped of RFC 8265: full-width and half-width forms become ordinary ones, then case and NFC. Unlike
 * it, nothing is refused, since directories send names with spaces.
 */
export function userNameKey(userName: string): string {
  if (isAscii(userName)) return userName.toLowerCase()
  let mapped = ''
  for (const char of userName) {
    const isWidthForm = char >= '\uff00' && char <= '\uffef'
    mapped += isWidthForm ? char.normalize('NFKC') : char
  }
  return fold(mapped)
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}
