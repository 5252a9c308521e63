/** Texts as bytes and back, as .NET's encodings do it. The engine is ECMAScript only: no TextDecoder, no atob. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const four = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63]
    text += four.map((index) => alphabet.charAt(index)).join('')
  }
  const missing = (3 - (bytes.length % 3)) % 3
  return text.slice(0, text.length - missing) + '='.repeat(missing)
}

/** The bytes of a base64 text, in which white space may stand; null when it is none. */
export function fromBase64(text: string): Uint8Array | null {
  const dense = text.replaceAll(/[ \t\r\n]/g, '')
  if (!base64.test(dense)) return null
  const digits = dense.replaceAll('=', '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = bits >> held
  }
  return bytes
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The bytes of a text of hexadecimal digits; null when it is none. */
export function fromHex(text: string): Uint8Array | null {
  if (!/^(?:[0-9A-Fa-f]{2})*$/.test(text)) return null
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** UTF-16, little endian, without a byte order mark. */
export function toUtf16(text: string): Uint8Array {
  const whole = text.toWellFormed()
  const bytes = new Uint8Array(whole.length * 2)
  for (let i = 0; i < whole.length; i++) {
    bytes[i * 2] = whole.charCodeAt(i) & 0xff
    bytes[i * 2 + 1] = whole.charCodeAt(i) >> 8
  }
  return bytes
}

export function fromUtf16(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8))
  return text.toWellFormed() + (bytes.length % 2 === 1 ? replacement : '')
}

const replacement = '\uFFFD'

export function toUtf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0
    const tail = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3
    bytes.push(tail === 0 ? point : ([0, 0xc0, 0xe0, 0xf0][tail] ?? 0) | (point >> (6 * tail)))
    for (let i = tail - 1; i >= 0; i--) bytes.push(0x80 | ((point >> (6 * i)) & 0x3f))
  }
  return Uint8Array.from(bytes)
}

/** Where the second byte may lie, when that is not 80 to BF: no overlong forms, no surrogates, nothing past 10FFFF. */
const second: Readonly<Record<number, readonly [least: number, most: number]>> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
}

/** Each longest beginning of a character that does not go on becomes one replacement character. */
export function fromUtf8(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0
    const tail = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1
    let [least, most] = second[first] ?? [0x80, 0xbf]
    let point = tail < 1 ? first : first & (0x3f >> tail)
    let taken = 1
    for (; taken <= tail; taken++) {
      const byte = bytes[i + taken] ?? 0
      if (byte < least || byte > most) break
      point = (point << 6) | (byte & 0x3f)
      least = 0x80
      most = 0xbf
    }
    text += taken === tail + 1 ? String.fromCodePoint(point) : replacement
    i += taken
  }
  return text
}

/** A byte beyond ASCII becomes a question mark. */
export function fromAscii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '?')).join('')
}
