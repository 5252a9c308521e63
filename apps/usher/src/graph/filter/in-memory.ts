/** A `$filter` over objects that are in memory, for short lists: the gallery, templates and jobs. */
import { GraphFault } from '../wire/fault.ts'
import type { CompareOp, Filter, Literal, Operand } from './syntax.ts'

/** `of`: the name of the resource in refusals. `exact`: letter case matters. */
type How = { readonly of: string; readonly exact: boolean }

/** Those that pass, whatever the letter case. Throws `GraphFault` about a property that the objects do not have. */
export function filtered<T extends object>(items: readonly T[], filter: Filter | null, of: string): readonly T[] {
  return filter === null ? items : items.filter((item) => passes(item, filter, { of, exact: false }))
}

/** Whether one object passes. Throws `GraphFault` about a property that it does not have. */
export function passes(item: object, filter: Filter, how: How): boolean {
  return holds(filter, item, how)
}

function holds(filter: Filter, item: unknown, how: How): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => holds(term, item, how))
    case 'or':
      return filter.terms.some((term) => holds(term, item, how))
    case 'not':
      return !holds(filter.of, item, how)
    case 'compare':
      return compare(filter.op, folded(valueOf(item, filter.left, how), how), folded(filter.value, how))
    case 'in': {
      const value = folded(valueOf(item, filter.left, how), how)
      return filter.values.some((one) => compare('eq', value, folded(one, how)))
    }
    case 'text': {
      const value = folded(valueOf(item, filter.left, how), how)
      const wanted = folded(filter.value, how)
      return typeof value === 'string' && typeof wanted === 'string' && texts[filter.op](value, wanted)
    }
    case 'any':
    case 'all': {
      const list = listOf(item, filter.path, how)
      const { of } = filter
      if (of === null) return list.length > 0
      return filter.kind === 'any'
        ? list.some((element) => holds(of, element, how))
        : list.every((element) => holds(of, element, how))
    }
    case 'count':
      return compare(filter.op, listOf(item, filter.path, how).length, filter.value)
  }
}

const texts = {
  startswith: (value: string, wanted: string) => value.startsWith(wanted),
  endswith: (value: string, wanted: string) => value.endsWith(wanted),
  contains: (value: string, wanted: string) => value.includes(wanted),
} as const

function compare(op: CompareOp, left: unknown, right: Literal): boolean {
  if (op === 'eq') return (left ?? null) === right
  if (op === 'ne') return (left ?? null) !== right
  if (typeof left !== typeof right || left === null || right === null) return false
  const [one, other] = [left as string | number, right as string | number]
  return { gt: one > other, ge: one >= other, lt: one < other, le: one <= other }[op]
}

function folded<T>(value: T, { exact }: How): T | string {
  return typeof value === 'string' && !exact ? value.toLowerCase() : value
}

function valueOf(item: unknown, { path, lower }: Operand, how: How): Literal {
  const value = at(item, path, how)
  if (typeof value === 'object' && value !== null) throw unsupported(path, how)
  return typeof value === 'string' && lower ? value.toLowerCase() : ((value ?? null) as Literal)
}

function listOf(item: unknown, path: readonly string[], how: How): readonly unknown[] {
  const value = at(item, path, how)
  if (!Array.isArray(value)) throw unsupported(path, how)
  return value
}

function at(item: unknown, path: readonly string[], how: How): unknown {
  return path.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return null
    const known = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase())
    if (known === undefined) throw unsupported(path, how)
    return (value as Readonly<Record<string, unknown>>)[known]
  }, item)
}

function unsupported(path: readonly string[], { of }: How): GraphFault {
  return new GraphFault(
    'unsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${path.join('/')}' of resource '${of}'.`,
  )
}
