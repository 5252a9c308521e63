/** `$search`: `"displayName:an" AND ("mail:x" OR "description:y")` (graph-api.md 1.5). */
import { GraphFault } from './fault.ts'

export type Search =
  | { readonly kind: 'clause'; readonly property: string; readonly text: string }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Search[] }

const part = /\s*(?:"((?:[^"\\]|\\.)*)"|(AND|OR)\b|([()]))/y
const longest = 2048

export function parseSearch(text: string): Search {
  const parts = read(text)
  let at = 0
  const is = (what: string): boolean => parts[at]?.is === what
  const term = (): Search => {
    const next = parts[at]
    at += 1
    if (next?.is === '(') {
      const inner = or()
      if (!is(')')) throw unreadable(text)
      at += 1
      return inner
    }
    if (next?.is !== 'clause') throw unreadable(text)
    return clause(next.text)
  }
  const chain = (kind: 'and' | 'or', word: string, one: () => Search): Search => {
    const terms = [one()]
    while (is(word)) {
      at += 1
      terms.push(one())
    }
    const [only] = terms
    return terms.length === 1 && only !== undefined ? only : { kind, terms }
  }
  const or = (): Search => chain('or', 'OR', () => chain('and', 'AND', term))
  const found = or()
  if (at < parts.length) throw unreadable(text)
  return found
}

function read(text: string): readonly { readonly is: string; readonly text: string }[] {
  if (text.length > longest) throw new GraphFault('unsupportedQuery', `A $search has at most ${longest} characters.`)
  const found: { is: string; text: string }[] = []
  part.lastIndex = 0
  while (part.lastIndex < text.trimEnd().length) {
    const hit = part.exec(text)
    if (hit === null) throw unreadable(text)
    const [, quoted, word, bracket] = hit
    found.push(
      quoted === undefined
        ? { is: word ?? bracket ?? '', text: '' }
        : { is: 'clause', text: quoted.replaceAll(/\\(.)/g, '$1') },
    )
  }
  return found
}

function clause(text: string): Search {
  const at = text.indexOf(':')
  if (at < 1) throw new GraphFault('badRequest', `A $search clause is "property:text"; "${text}" names no property.`)
  return { kind: 'clause', property: text.slice(0, at).trim(), text: text.slice(at + 1) }
}

function unreadable(text: string): GraphFault {
  return new GraphFault(
    'badRequest',
    `$search cannot be read: ${JSON.stringify(text)}. Write clauses as "property:text", joined by AND or OR.`,
  )
}
