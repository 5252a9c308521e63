/** Where something stands in a text, for people: line and column, and a caret under the place. */

/** Line and column of an offset, in UTF-16 units; both count from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(lineEnd)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/**
 * The line in which an offset stands, and below it a line with a caret under the place.
 *
 * A long line is cut around the caret. Tabs stay in both lines, wide characters get two columns in the second, so that
 * the caret stands right wherever the two are printed one below the other.
 */
export function underline(text: string, offset: number, widest = 100): readonly [line: string, caret: string] {
  const [before = ''] = text.slice(0, offset).split(lineEnd).slice(-1)
  const [after = ''] = text.slice(offset).split(lineEnd)
  const room = widest - Math.min(columns(after), Math.floor(widest / 2))
  const left = tail(visible(before), room)
  const right = head(visible(after), widest - columns(left))
  return [left + right, left.replaceAll(/[^\t]/gu, (character) => ' '.repeat(columns(character))) + '^']
}

const lineEnd = /\r\n|\r|\n/
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** How many columns a text takes on a terminal. */
export function columns(text: string): number {
  let sum = 0
  for (const character of text) sum += /[\p{M}\u200d]/u.test(character) ? 0 : wide.test(character) ? 2 : 1
  return sum
}

/** A text cut to so many columns, with an ellipsis at its end. */
export function head(text: string, width: number): string {
  return columns(text) <= width ? text : `${take(Array.from(text), width - 1)}…`
}

function tail(text: string, width: number): string {
  return columns(text) <= width ? text : `…${reversed(take(reversed(text), width - 1))}`
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('')
}

function take(characters: Iterable<string>, width: number): string {
  let taken = ''
  let left = width
  for (const character of characters) {
    left -= columns(character)
    if (left < 0) break
    taken += character
  }
  return taken
}

/** What would move the cursor, turn the line round or not be seen at all becomes a mark that is seen. */
function visible(text: string): string {
  return text.replaceAll(/(?![\t\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd')
}
