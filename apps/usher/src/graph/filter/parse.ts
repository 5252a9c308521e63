import { GraphFault } from '../wire/fault.ts'
import { tokens, unreadable, type Token } from './lexer.ts'
import { compareOps, textOps, type CompareOp, type Filter, type Literal, type Operand, type TextOp } from './syntax.ts'

/** Deeper than any client nests. */
const deepest = 40
const mostTerms = 200

/**
 * Reads a `$filter`. Throws `GraphFault` (400) that says where it cannot be read.
 *
 * @example
 * parseFilter("startsWith(displayName,'An') and accountEnabled eq true")
 */
export function parseFilter(text: string): Filter {
  const reader = new Reader(text)
  const filter = reader.or(null, 0)
  reader.end()
  return filter
}

class Reader {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #terms = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokens(text)
  }

  /** `variable`: of the lambda that it stands in. */
  or(variable: string | null, depth: number): Filter {
    if (depth > deepest) throw new GraphFault('unsupportedQuery', `A $filter nests at most ${deepest} levels deep.`)
    return this.#chain('or', () => this.#chain('and', () => this.#not(variable, depth)))
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#unreadable()
  }

  #chain(kind: 'or' | 'and', term: () => Filter): Filter {
    const terms = [term()]
    while (this.#takeName(kind)) terms.push(term())
    const [only] = terms
    return terms.length === 1 && only !== undefined ? only : { kind, terms }
  }

  #not(variable: string | null, depth: number): Filter {
    if (this.#takeName('not')) {
      if (depth > deepest) throw new GraphFault('unsupportedQuery', `A $filter nests at most ${deepest} levels deep.`)
      return { kind: 'not', of: this.#not(variable, depth + 1) }
    }
    if (this.#take('(')) {
      const inner = this.or(variable, depth + 1)
      this.#expect(')')
      return inner
    }
    this.#terms += 1
    if (this.#terms > mostTerms) throw new GraphFault('unsupportedQuery', `A $filter has at most ${mostTerms} clauses.`)
    return this.#clause(variable, depth)
  }

  #clause(variable: string | null, depth: number): Filter {
    const call = this.#peekName()?.toLowerCase() ?? ''
    if (textOps.has(call) && this.#isSymbol(1, '(')) return this.#textClause(call as TextOp, variable)
    const left = this.#operand(variable)
    if (!left.lower && this.#isSymbol(0, '(')) return this.#lambda(left.path, depth)
    const op = this.#name().toLowerCase()
    if (op === 'in') return { kind: 'in', left, values: this.#list() }
    if (!compareOps.has(op)) throw this.#unreadable(-1)
    const value = this.#literal()
    if (left.path.at(-1) !== '$count') return { kind: 'compare', op: op as CompareOp, left, value }
    if (typeof value !== 'number') throw this.#unreadable(-1)
    return { kind: 'count', path: left.path.slice(0, -1), op: op as CompareOp, value }
  }

  #textClause(op: TextOp, variable: string | null): Filter {
    this.#at += 2
    const left = this.#operand(variable)
    this.#expect(',')
    const value = this.#literal()
    this.#expect(')')
    if (typeof value !== 'string') throw new GraphFault('badRequest', `${op} compares with a text in quotation marks.`)
    const clause: Filter = { kind: 'text', op, left, value }
    const is = this.#peekName()?.toLowerCase()
    if (is !== 'eq' && is !== 'ne') return clause
    this.#at += 1
    const wanted = this.#literal()
    if (typeof wanted !== 'boolean') throw this.#unreadable(-1)
    return wanted === (is === 'eq') ? clause : { kind: 'not', of: clause }
  }

  #lambda(path: readonly string[], depth: number): Filter {
    const kind = path.at(-1)?.toLowerCase()
    if (kind !== 'any' && kind !== 'all') throw this.#unreadable()
    this.#expect('(')
    const of = path.slice(0, -1)
    if (this.#take(')')) return { kind, path: of, of: null }
    const variable = this.#name()
    this.#expect(':')
    const inner = this.or(variable, depth + 1)
    this.#expect(')')
    return { kind, path: of, of: inner }
  }

  #operand(variable: string | null): Operand {
    const isLower = this.#peekName()?.toLowerCase() === 'tolower' && this.#isSymbol(1, '(')
    if (isLower) this.#at += 2
    const path = [this.#name()]
    while (this.#take('/')) path.push(this.#name())
    if (isLower) this.#expect(')')
    return { path: path[0] === variable ? path.slice(1) : path, lower: isLower }
  }

  #list(): readonly Literal[] {
    this.#expect('(')
    const values = [this.#literal()]
    while (this.#take(',')) values.push(this.#literal())
    this.#expect(')')
    return values
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'literal') throw this.#unreadable()
    this.#at += 1
    return token.value
  }

  #name(): string {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'name') throw this.#unreadable()
    this.#at += 1
    return token.text
  }

  #peekName(): string | undefined {
    const token = this.#tokens[this.#at]
    return token?.kind === 'name' ? token.text : undefined
  }

  #takeName(name: string): boolean {
    const isNext = this.#peekName()?.toLowerCase() === name
    if (isNext) this.#at += 1
    return isNext
  }

  #isSymbol(ahead: number, symbol: string): boolean {
    const token = this.#tokens[this.#at + ahead]
    return token?.kind === 'symbol' && token.text === symbol
  }

  #take(symbol: string): boolean {
    const isNext = this.#isSymbol(0, symbol)
    if (isNext) this.#at += 1
    return isNext
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unreadable()
  }

  #unreadable(offset = 0): GraphFault {
    return unreadable(this.#text, this.#tokens[this.#at + offset]?.at ?? this.#text.length)
  }
}
