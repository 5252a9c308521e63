import { GraphFault } from '../wire/fault.ts'

export type Token =
  | { readonly kind: 'name' | 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly at: number }

/** More than any client writes; a filter of a hostile one ends here. */
const longest = 8192

// In this order: a GUID or a date begins like a number, and a number like a name.
const rules: readonly (readonly [RegExp, (text: string, at: number) => Token])[] = [
  [/'(?:[^']|'')*'/y, (text, at) => ({ kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'"), at })],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/iy, (text, at) => ({ kind: 'literal', value: text.toLowerCase(), at })],
  [/\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w-])/iy, (text, at) => ({ kind: 'literal', value: text, at })],
  [/-?\d+(?:\.\d+)?(?![\w-])/y, (text, at) => ({ kind: 'literal', value: Number(text), at })],
  [/[$@A-Za-z_][\w@.]*/y, named],
  [/[(),:/]/y, (text, at) => ({ kind: 'symbol', text, at })],
] // prettier-ignore

const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null }

function named(text: string, at: number): Token {
  const value = Object.hasOwn(constants, text) ? constants[text] : undefined
  return value === undefined ? { kind: 'name', text, at } : { kind: 'literal', value, at }
}

/** Throws `GraphFault` that says where the filter cannot be read. */
export function tokens(text: string): readonly Token[] {
  if (text.length > longest)
    throw new GraphFault(
      'unsupportedQuery',
      `A $filter has at most ${longest} characters; this one has ${text.length}.`,
    )
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1
      continue
    }
    const token = next(text, at)
    if (token === null) throw unreadable(text, at)
    found.push(token.made)
    at += token.length
  }
  return found
}

function next(text: string, at: number): { readonly made: Token; readonly length: number } | null {
  for (const [pattern, make] of rules) {
    pattern.lastIndex = at
    const hit = pattern.exec(text)?.[0]
    if (hit !== undefined) return { made: make(hit, at), length: hit.length }
  }
  return null
}

export function unreadable(text: string, at: number): GraphFault {
  const near = text.slice(at, at + 20)
  const where =
    near === '' ? 'it ends too early' : `it cannot be read from ${JSON.stringify(near)} on, at position ${at}`
  return new GraphFault('badRequest', `Invalid filter clause: ${where}.`)
}
