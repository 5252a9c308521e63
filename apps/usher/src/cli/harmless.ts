/** A text in which nothing moves the cursor, colours the terminal or turns the line round. */
export function harmless(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

/** The same for a value of the service, which has no lines of its own: it could look like a line of ours. */
export function onOneLine(text: string): string {
  return harmless(text).replaceAll(/[\n\t]/g, ' ')
}
