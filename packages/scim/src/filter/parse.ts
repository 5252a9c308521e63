import { ScimError } from '../message/error.ts'
import { excerpt, parseAttributePath } from '../path/attribute-path.ts'
import type { AttributePath, KnownSchemas } from '../path/attribute-path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import type { CompareOp, Filter } from './filter.ts'
import { expect, keyword, literal, skipSpaces, take, word, wrong } from './lexer.ts'
import type { Cursor } from './lexer.ts'

const limits = { length: 8192, nodes: 100, depth: 16 }
const operators: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])

type State = Cursor & { nodes: number; readonly known: KnownSchemas | undefined; readonly rules: Rules }

/**
 * Reads a filter (RFC 7644 §3.4.2.2), in time linear to its length.
 *
 * Takes the whole grammar and, when the rules are lenient, what clients send beyond it: Entra's
 * `emails[type eq "work"].value eq "x"`, words without quotation marks, `True`. Throws 400 `invalidFilter` naming the
 * place; also for more than 8 KiB, 100 terms or 16 levels.
 *
 * @example
 * parseFilter('userName eq "ana" and active eq true', knownSchemas(userType))
 */
export function parseFilter(text: string, known?: KnownSchemas, rules: Rules = lenient): Filter {
  if (text.length > limits.length) throw tooLarge(`it is longer than ${limits.length} characters`)
  if (text.includes('\0')) throw new ScimError(400, 'invalidFilter', 'The filter contains the character NUL.')
  if (text.trim() === '') throw new ScimError(400, 'invalidFilter', 'The filter is empty.')
  const state: State = { text, at: 0, nodes: 0, known, rules }
  const filter = disjunction(state, 0, 'resource')
  skipSpaces(state)
  if (state.at < text.length) throw wrong(state, '"and", "or" or the end is expected')
  return filter
}

/** Reads the filter between the brackets of a path, from `at` on; `end` is behind the closing one. */
export function parseElementFilter(
  text: string,
  at: number,
  known?: KnownSchemas,
  rules: Rules = lenient,
): { filter: Filter; end: number } {
  if (text.length > limits.length) throw tooLarge(`it is longer than ${limits.length} characters`)
  const state: State = { text, at, nodes: 0, known, rules }
  const filter = disjunction(state, 1, 'element')
  expect(state, ']')
  return { filter, end: state.at }
}

type Scope = 'resource' | 'element'

function disjunction(state: State, depth: number, scope: Scope): Filter {
  const first = conjunction(state, depth, scope)
  const terms = [first]
  while (keyword(state, 'or')) terms.push(conjunction(state, depth, scope))
  return terms.length === 1 ? first : { kind: 'or', terms }
}

function conjunction(state: State, depth: number, scope: Scope): Filter {
  const first = factor(state, depth, scope)
  const terms = [first]
  while (keyword(state, 'and')) terms.push(factor(state, depth, scope))
  return terms.length === 1 ? first : { kind: 'and', terms }
}

function factor(state: State, depth: number, scope: Scope): Filter {
  if (depth > limits.depth) throw tooLarge(`it nests deeper than ${limits.depth} levels`)
  if (++state.nodes > limits.nodes) throw tooLarge(`it has more than ${limits.nodes} terms`)
  if (take(state, '(')) return group(state, depth, scope)
  const start = state.at
  if (keyword(state, 'not') && take(state, '(')) return { kind: 'not', term: group(state, depth, scope) }
  state.at = start
  const path = attributePath(state)
  if (state.text[state.at] !== '[') return comparison(state, path)
  if (scope === 'element') throw wrong(state, 'brackets within brackets are not allowed')
  state.at++
  return elementFilter(state, depth, path)
}

function group(state: State, depth: number, scope: Scope): Filter {
  const filter = disjunction(state, depth + 1, scope)
  expect(state, ')')
  return filter
}

function elementFilter(state: State, depth: number, path: AttributePath): Filter {
  const filter = disjunction(state, depth + 1, 'element')
  expect(state, ']')
  if (state.text[state.at] !== '.') return { kind: 'element', path, filter }
  if (!state.rules.elementTail) throw wrong(state, '"and", "or" or the end is expected')
  state.at++
  const tail = comparison(state, attributePath(state))
  const terms = filter.kind === 'and' ? [...filter.terms, tail] : [filter, tail]
  return { kind: 'element', path, filter: { kind: 'and', terms } }
}

function comparison(state: State, path: AttributePath): Filter {
  const start = state.at
  const op = word(state).toLowerCase()
  if (op === 'pr') return { kind: 'present', path }
  if (op === '') throw wrong(state, 'an operator is expected')
  if (!operators.has(op)) {
    state.at = start
    throw new ScimError(400, 'invalidFilter', `The operator '${excerpt(op)}' is not supported.`)
  }
  return { kind: 'compare', path, op: op as CompareOp, value: literal(state, state.rules) }
}

function attributePath(state: State): AttributePath {
  const name = word(state)
  if (name === '') throw wrong(state, 'the name of an attribute is expected')
  return parseAttributePath(name, 'invalidFilter', state.known)
}

function tooLarge(why: string): ScimError {
  return new ScimError(400, 'invalidFilter', `The filter is too large: ${why}.`)
}
