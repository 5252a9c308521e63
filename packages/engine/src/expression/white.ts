/** White space as .NET counts it: NEL is, the byte order mark is not. */
const around = /^[\t-\r\x85\p{Z}]+|[\t-\r\x85\p{Z}]+$/gu

export function trimmed(text: string): string {
  return text.replaceAll(around, '')
}
