import { EvaluationFailure } from '../value.ts'

/**
 * A piece of a .NET custom date format: a field like `yyyy`, a character that stands for itself, or a quoted or
 * escaped text. `.F` is one field, since its point comes and goes with the decimals.
 */
export type Piece =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }

const field = /([dfFghHmMstyz])\1*|\.F+|[KZ]|GMT/y
const quoted = /(["'])((?:\\[^]|(?!\1)[^\\])*)\1/y

/** Cuts a format into its pieces. `named`: the parameter, for messages. */
export function piecesOf(format: string, named: string): readonly Piece[] {
  if (format === '') throw new EvaluationFailure(`${named} is empty`)
  if (format.length === 1) {
    throw new EvaluationFailure(`${named} is a single character; put a percent sign before it, as in %d`)
  }
  const pieces: Piece[] = []
  for (let at = 0; at < format.length;) {
    const [piece, length] = pieceAt(format, at, named)
    pieces.push(piece)
    at += length
  }
  return pieces
}

function pieceAt(format: string, at: number, named: string): readonly [piece: Piece, length: number] {
  const character = format.charAt(at)
  if (character === '%' || character === '\\') {
    const next = format.charAt(at + 1)
    if (next === '' || (character === '%' && next === '%')) {
      throw new EvaluationFailure(`${named}: a character must follow ${character}`)
    }
    return character === '%' ? [single(next), 2] : [{ kind: 'quoted', text: next }, 2]
  }
  if (character === '"' || character === "'") {
    const [whole, , inside = ''] = match(quoted, format, at) ?? []
    if (whole === undefined) throw new EvaluationFailure(`${named}: the quotation mark ${character} is not closed`)
    return [{ kind: 'quoted', text: inside.replaceAll(/\\([^])/g, '$1') }, whole.length]
  }
  const [letters] = match(field, format, at) ?? []
  if (letters === undefined) return [{ kind: 'character', text: character }, 1]
  const letter = ['.F', 'GMT'].find((one) => letters.startsWith(one)) ?? letters.charAt(0)
  const count = letter === 'GMT' ? 1 : letters.length - letter.length + 1
  if (/F$/i.test(letters) && count > 7) throw new EvaluationFailure(`${named}: a second has at most seven decimals`)
  return [{ kind: 'field', letter, count }, letters.length]
}

function single(character: string): Piece {
  return match(field, character, 0) === null
    ? { kind: 'character', text: character }
    : { kind: 'field', letter: character, count: 1 }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
