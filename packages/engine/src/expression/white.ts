/** The text without white space at its ends. White space is .NET's: NEL is, the byte order mark is not. */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && white.test(text.charAt(start))) start++
  while (end > start && white.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

const white = /[\t-\r\x85\p{Z}]/u
