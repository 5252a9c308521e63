/**
 * A text without what looks like a secret: what an application or a server said may repeat what it was sent.
 *
 * `people`: without addresses of people too, for the log of the process.
 */
export function masked(text: string, people: 'people stay' | 'people go' = 'people stay'): string {
  const safe = secrets.reduce((rest, [pattern, by]) => rest.replaceAll(pattern, by), text)
  return people === 'people stay' ? safe : safe.replaceAll(address, '…@…')
}

const address = /[^\s"'<>(),;:@\\]{1,64}@[^\s"'<>(),;:@\\]+/g

const secrets: readonly (readonly [RegExp, string])[] = [
  // RFC 6750, RFC 7617: what follows the name of a scheme.
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 …'],
  [/\bwhsec_[\w+/=-]+/g, 'whsec_…'],
  // RFC 7519: three parts, of which the first begins like any JSON object.
  [/\beyJ[\w-]+\.[\w-]+\.?[\w-]*/g, '…'],
  [/\b(\w*(?:password|passwd|pwd|secret|token|api[_-]?key)\w*)(["']?[:=]["']?|["']\s*:\s*["'])[^\s"',;&}]+/gi, '$1$2…'],
  // After a blank it may be prose; a value has a figure in it.
  [/\b(\w*(?:password|passwd|pwd|secret|token|api[_-]?key)\w*\s*[:=]\s+)(?=[^\s"',;&}]*\d)[^\s"',;&}]{6,}/gi, '$1…'],
  [/:\/\/[^\s/@]+@/g, '://…@'],
]
