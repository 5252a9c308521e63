import { placeOf } from './caret.ts'
import { functions } from './functions/table.ts'
import { inOrder, parameterAt } from './functions/row.ts'
import type { FunctionRow } from './functions/row.ts'
import { scan } from './lexer.ts'
import type { Position, Token } from './lexer.ts'
import { nearest } from './nearest.ts'
import { nodesOf } from './syntax.ts'
import type { ExpressionError, Node, Parsed, RelationalOperator } from './syntax.ts'

// mapping.md section 2, rule 13. The depth keeps a hostile text from exhausting the stack.
const longest = 10_000
const deepest = 250

export const keywords = [
  'vbTextCompare',
  'vbBinaryCompare',
  'IgnoreAttributeFlow',
  'IgnoreObjectFlow',
  'UTF8',
  'Unicode',
  'ASCII',
]
const relational = new Set<string>(['=', '<>', '>=', '<=', '>', '<'])
const operand = 'an attribute in brackets, a text in quotes or a function'

class ParseFailure extends Error {
  readonly at: number
  readonly expected: string | undefined
  readonly suggestion: string | undefined
  constructor(at: number, message: string, expected?: string, suggestion?: string) {
    super(message)
    this.at = at
    this.expected = expected
    this.suggestion = suggestion
  }
}

/**
 * Reads an expression of the mapping language (mapping.md section 2).
 *
 * An error says where, what was expected, and which name was probably meant; its message stands alone as a sentence.
 *
 * @example
 * parseExpression('Append([mail], ".test")') // { kind: 'parsed', root: { kind: 'call', name: 'Append', … } }
 */
export function parseExpression(text: string): Parsed | ExpressionError {
  try {
    if (text.length > longest) {
      throw new ParseFailure(longest, `An expression has at most ${longest} characters; this has ${text.length}.`)
    }
    return { kind: 'parsed', text, root: parser(text) }
  } catch (failure) {
    if (failure instanceof ParseFailure) return positioned(text, failure)
    throw failure
  }
}

function positioned(text: string, { at, message, expected, suggestion }: ParseFailure): ExpressionError {
  return {
    kind: 'error',
    message,
    offset: at,
    ...placeOf(text, at),
    ...(expected === undefined ? {} : { expected }),
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

function parser(text: string): Node {
  let cursor = 0
  let depth = 0

  const peek = (position: Position): Token => scan(text, cursor, position)
  const next = (position: Position): Token => {
    const token = peek(position)
    cursor = token.end
    return token
  }

  function compare(): Node {
    const at = peek('operand').at
    const left = concat()
    const operator = relation()
    if (operator === undefined) return left
    const right = concat()
    const again = peek('operator')
    if (relation() !== undefined) {
      throw new ParseFailure(again.at, 'Only one comparison can stand here; nest IIF for more.', 'a comma or )')
    }
    return { kind: 'compare', at, operator, left, right }
  }

  function relation(): RelationalOperator | undefined {
    const token = peek('operator')
    if (token.kind !== 'operator' || !relational.has(token.text)) return undefined
    cursor = token.end
    return token.text as RelationalOperator
  }

  function concat(): Node {
    const first = primary()
    const parts = [first]
    for (let token = peek('operator'); token.kind === 'operator' && token.text === '&'; token = peek('operator')) {
      cursor = token.end
      parts.push(primary())
    }
    return parts.length === 1 ? first : { kind: 'concat', at: first.at, parts }
  }

  function primary(): Node {
    const token = next('operand')
    switch (token.kind) {
      case 'attribute':
        return { kind: 'attribute', at: token.at, name: token.text }
      case 'constant':
        return { kind: 'constant', at: token.at, text: token.text, spelling: token.spelling }
      case 'word':
        return word(token.text, token.at)
      case 'bad':
        throw new ParseFailure(token.at, token.message, token.expected)
      case 'end':
        throw new ParseFailure(token.at, 'The expression ends too early.', operand)
      case '(':
        throw new ParseFailure(token.at, 'A parenthesis can only follow the name of a function.', operand)
      case ')':
      case ',':
      case 'operator':
        throw new ParseFailure(token.at, `A value is missing before ${text.slice(token.at, token.end)}.`, operand)
    }
  }

  function word(name: string, at: number): Node {
    const row = functions.get(name)
    const called = peek('operator').kind === '('
    if (!called && keywords.includes(name)) return { kind: 'keyword', at, word: name }
    if (!called && row !== undefined) throw new ParseFailure(cursor, `${name} is a function; (…) must follow it.`, '(')
    if (row === undefined) throw unknown(name, at, called)
    if (++depth > deepest) throw new ParseFailure(at, `Calls nest more than ${deepest} deep.`)
    cursor = peek('operator').end
    const slots = list(name, row)
    depth--
    return { kind: 'call', at, name, slots }
  }

  function list(name: string, row: FunctionRow): readonly (Node | null)[] {
    const slots: (Node | null)[] = []
    const places: number[] = []
    for (;;) {
      const start = peek('operand')
      const empty = start.kind === ',' || start.kind === ')'
      places.push(start.at)
      slots.push(empty ? null : compare())
      const token = next('operator')
      if (token.kind === ',') continue
      if (token.kind !== ')') throw afterValue(token, text, name)
      const none = slots.length === 1 && slots[0] === null
      checkArity(name, row, { slots: inOrder(row, slots), places, closing: token.at })
      return none ? [] : slots
    }
  }

  if (peek('operand').kind === 'end') throw new ParseFailure(0, 'The expression is empty.', operand)
  const root = compare()
  const token = next('operator')
  if (token.kind !== 'end') throw afterValue(token, text, null)
  for (const inner of nodesOf(root)) {
    if (inner === root || inner.kind !== 'call' || functions.get(inner.name)?.outermost !== true) continue
    throw new ParseFailure(inner.at, `${inner.name} must be the outermost function of the expression.`)
  }
  return root
}

function afterValue(token: Token, text: string, call: string | null): ParseFailure {
  const expected = call === null ? 'the end of the expression' : 'a comma or )'
  switch (token.kind) {
    case 'end':
      return new ParseFailure(token.at, `The parenthesis of ${call ?? 'a function'} is not closed.`, expected)
    case 'bad':
      return new ParseFailure(token.at, token.message, token.expected)
    case 'constant':
      if (token.spelling.startsWith('"') && text[token.at - 1] === '"') {
        return new ParseFailure(token.at, 'A quotation mark inside a text is written \\", not "".', expected)
      }
      return new ParseFailure(token.at, 'A comma is missing before this value.', expected)
    case 'word':
      if (/^(and|or)$/i.test(token.text)) {
        return new ParseFailure(
          token.at,
          `${token.text} is not part of the language; nest IIF instead, or write ${/or/i.test(token.text) ? 'AnyOf' : 'AllOf'}(…) in a scoping expression.`,
          expected,
        )
      }
      return new ParseFailure(token.at, 'A comma is missing before this value.', expected)
    case ')':
      return new ParseFailure(token.at, 'This parenthesis closes nothing.', expected)
    case '(':
      return new ParseFailure(token.at, 'A parenthesis can only follow the name of a function.', expected)
    case 'attribute':
    case ',':
    case 'operator':
      return new ParseFailure(token.at, 'There is something after the end of the value.', expected)
  }
}

function unknown(name: string, at: number, called: boolean): ParseFailure {
  const near = nearest(name, called ? functions.keys() : [...functions.keys(), ...keywords])
  const meant = near === undefined ? '' : ` Did you mean ${near}?`
  if (called) return new ParseFailure(at, `There is no function ${name}.${meant}`, 'the name of a function', near)
  const hint = near === undefined ? ` Write [${name}] for the attribute or "${name}" for the text.` : meant
  return new ParseFailure(at, `${name} is not a value.${hint}`, operand, near)
}

// Trailing omitted arguments may exceed what is needed (rule 11); given ones may not.
function checkArity(
  name: string,
  row: FunctionRow,
  { slots, places, closing }: { slots: readonly (Node | null)[]; places: readonly number[]; closing: number },
): void {
  const given = slots.length
  const least = row.takes.findLastIndex((parameter) => parameter.optional !== true) + 1
  const needed = row.rest === undefined ? least : row.takes.length + row.rest.length * (row.groups ?? 1)
  for (let i = 0; i < Math.max(given, needed); i++) {
    const parameter = parameterAt(row, i)
    const at = places[i] ?? closing
    if (parameter === undefined) {
      throw new ParseFailure(at, `${name} takes at most ${row.takes.length} arguments: ${row.syntax}`, ')')
    }
    if (parameter.optional === true || (slots[i] ?? null) !== null) continue
    const article = /^[aeio]/.test(parameter.name) ? 'an' : 'a'
    throw new ParseFailure(at, `${name} needs ${article} ${parameter.name} here: ${row.syntax}`, parameter.name)
  }
  if (row.rest === undefined) return
  const odd = (given - row.takes.length) % row.rest.length
  if (odd === 0) return
  const missing = row.rest[odd]?.name ?? ''
  throw new ParseFailure(
    closing,
    `${name} takes its last arguments in pairs; a ${missing} is missing: ${row.syntax}`,
    missing,
  )
}
