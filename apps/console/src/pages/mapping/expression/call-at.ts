/** The call around a place in an expression, and which of its arguments stands there; null outside of any. */
export type CallAt = { readonly name: string; readonly argument: number }

type Piece = { readonly text: string; readonly from: number; readonly to: number }

const piece = /"(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|[A-Za-z][A-Za-z0-9_]*|[(),]/g

/** Works on what is only half written, too. */
export function callAt(text: string, place: number): CallAt | null {
  const open: { name: string; argument: number }[] = []
  let word = ''
  for (const { text: one, from, to } of pieces(text)) {
    if (from >= place) break
    // Within the name of a function it is about that function.
    if (/^[A-Za-z]/.test(one) && place <= to && text.slice(to).trimStart().startsWith('('))
      return { name: one, argument: -1 }
    if (one === '(') open.push({ name: word, argument: 0 })
    else if (one === ')') open.pop()
    else if (one === ',') {
      const last = open.at(-1)
      if (last !== undefined) last.argument += 1
    }
    word = /^[A-Za-z]/.test(one) ? one : ''
  }
  return open.findLast(({ name }) => name !== '') ?? null
}

function* pieces(text: string): Generator<Piece> {
  for (const match of text.matchAll(piece))
    yield { text: match[0], from: match.index, to: match.index + match[0].length }
}
