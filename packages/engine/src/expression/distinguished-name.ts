import { fromHex, fromUtf8 } from './bytes.ts'

/**
 * The values of the components of a distinguished name, from the left; null when it is none (RFC 4514).
 *
 * A comma or a semicolon parts two components, unless it is escaped or quoted. Escapes are undone.
 */
export function componentsOf(name: string): readonly string[] | null {
  const values: string[] = []
  for (let at = 0; at <= name.length;) {
    component.lastIndex = at
    const [whole, quoted, plain = ''] = component.exec(name) ?? []
    if (whole === undefined) return null
    values.push(unescaped(quoted ?? plain))
    at += whole.length
    if (at === name.length && !/[,;]$/.test(whole)) return values
  }
  return null
}

const value = /"((?:\\[^]|[^"\\])*)"|((?:\\[^]|[^",;\\\s]|\s+(?![\s,;]|$))*)/
const component = new RegExp(`\\s*[A-Za-z0-9.-]+\\s*=\\s*(?!\\s)(?:${value.source})\\s*(?:[,;]|$)`, 'y')

// Hexadecimal pairs are bytes of UTF-8.
function unescaped(value: string): string {
  return value.replaceAll(/((?:\\[0-9A-Fa-f]{2})+)|\\([^])/g, (_, pairs?: string, character = '') =>
    pairs === undefined ? character : fromUtf8(fromHex(pairs.replaceAll('\\', '')) ?? new Uint8Array()),
  )
}
