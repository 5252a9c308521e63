import type { AttributePath } from '../path/attribute-path.ts'
import type { Filter, Literal } from './filter.ts'

/** Prints a filter in the grammar of RFC 7644 §3.4.2.2. Reading it again gives the same filter. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.map((term) => printTerm(term, filter.kind)).join(` ${filter.kind} `)
    case 'not':
      return `not (${printFilter(filter.term)})`
    case 'present':
      return `${printAttributePath(filter.path)} pr`
    case 'compare':
      return `${printAttributePath(filter.path)} ${filter.op} ${printLiteral(filter.value)}`
    case 'element':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`
  }
}

/** `and` binds stronger than `or`; a group within a group of its own kind was written with parentheses. */
function printTerm(term: Filter, within: 'and' | 'or'): string {
  const grouped = term.kind === within || term.kind === 'or'
  return grouped ? `(${printFilter(term)})` : printFilter(term)
}

/**
 * Prints the comparison of a target path with a value, in the form Entra sends: `emails[type eq "work"].value eq "x"`.
 *
 * `"` and `\` in the value are escaped as JSON does, so any value can be asked for.
 */
export function eqFilter(path: string, value: Literal): string {
  return `${path} eq ${printLiteral(value)}`
}

export function printAttributePath(path: AttributePath): string {
  const urn = path.urn === undefined ? '' : `${path.urn}:`
  const sub = path.sub === undefined ? '' : `.${path.sub}`
  return `${urn}${path.attribute}${sub}`
}

function printLiteral(value: Literal): string {
  return JSON.stringify(value)
}
