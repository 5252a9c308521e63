/**
 * Reads one token of an expression (mapping.md section 2).
 *
 * Where the token stands decides what `&` is: in operand position `&H7F` is a number, in operator position `&`
 * joins text (rule 7). So the parser says which it is waiting for.
 */
export type Position = 'operand' | 'operator'
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'attribute' | 'word' | 'operator'; readonly text: string }
  | { readonly kind: 'constant'; readonly text: string; readonly spelling: string }
  | { readonly kind: '(' | ')' | ',' | 'end' }
  | { readonly kind: 'bad'; readonly message: string; readonly expected: string }
)

const number = /-?\d+(?:\.\d+)?/y
const hex = /&H([0-9A-Fa-f]+)/y
const word = /[A-Za-z][A-Za-z0-9_]*/y
const operator = /<>|>=|<=|[=<>&]/y

export function scan(text: string, from: number, position: Position): Token {
  const at = skipSpace(text, from)
  const character = text[at]
  if (character === undefined) return { kind: 'end', at, end: at }
  if (character === '(' || character === ')' || character === ',') return { kind: character, at, end: at + 1 }
  if (character === '"') return string(text, at)
  if (character === '[') return attribute(text, at)

  const operated = position === 'operator' ? match(operator, text, at) : undefined
  if (operated) return { kind: 'operator', at, end: at + operated[0].length, text: operated[0] }

  const digits = match(number, text, at)
  if (digits) return { kind: 'constant', at, end: at + digits[0].length, text: digits[0], spelling: digits[0] }
  const hexed = match(hex, text, at)
  if (hexed) {
    const value = BigInt(`0x${hexed[1] ?? '0'}`).toString()
    return { kind: 'constant', at, end: at + hexed[0].length, text: value, spelling: hexed[0] }
  }
  const named = match(word, text, at)
  if (named) return { kind: 'word', at, end: at + named[0].length, text: named[0] }
  return stray(text, at, position)
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r' || text[at] === '\n') at++
  return at
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

// Rule 3: \" and \\ are escapes; a backslash before anything else stays, together with what follows it.
function string(text: string, at: number): Token {
  let value = ''
  let from = at + 1
  for (let i = from; i < text.length; i++) {
    if (text[i] === '"') {
      return { kind: 'constant', at, end: i + 1, text: value + text.slice(from, i), spelling: text.slice(at, i + 1) }
    }
    if (text[i] !== '\\' || (text[i + 1] !== '"' && text[i + 1] !== '\\')) continue
    value += text.slice(from, i) + (text[i + 1] ?? '')
    i++
    from = i + 1
  }
  return bad(at, 'The text that begins here is not closed.', 'a closing quotation mark "')
}

// Rule 2: the name is taken literally; inner brackets must balance, and quotes hide brackets.
function attribute(text: string, at: number): Token {
  let depth = 0
  let quoted = false
  for (let i = at; i < text.length; i++) {
    const character = text[i]
    if (character === '"') quoted = !quoted
    if (quoted) continue
    if (character === '[') depth++
    if (character === ']') depth--
    if (depth > 0) continue
    const name = text.slice(at + 1, i)
    if (name.trim() === '') return bad(at, 'There is no attribute name between the brackets.', 'an attribute name')
    return { kind: 'attribute', at, end: i + 1, text: name }
  }
  return bad(at, 'The attribute that begins here is not closed.', 'a closing bracket ]')
}

function stray(text: string, at: number, position: Position): Token {
  const expected = position === 'operand' ? 'an attribute in brackets, a text in quotes or a function' : 'a comma or )'
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (character === "'") return bad(at, 'Text stands in double quotation marks, not in single ones.', expected)
  if ('“”„‟«»'.includes(character)) {
    return bad(at, `Write a straight quotation mark " instead of ${character}.`, expected)
  }
  if (character === '\u00a0') return bad(at, 'This is a non-breaking space; write an ordinary one.', expected)
  if (character === ']') return bad(at, 'This bracket closes nothing.', expected)
  if (character === '+') return bad(at, 'There is no +; texts are put together with &.', '&')
  return bad(at, `${character} does not belong here.`, expected)
}

function bad(at: number, message: string, expected: string): Token {
  return { kind: 'bad', at, end: at + 1, message, expected }
}
