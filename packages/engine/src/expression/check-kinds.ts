/** Whether the parts of an expression fit each other: attributes that are there, texts where texts are taken. */
import { readDate } from './date/read-date.ts'
import type { Found } from './check-rule.ts'
import { functions } from './functions/table.ts'
import { inOrder, parameterAt } from './functions/row.ts'
import type { Kind, Parameter } from './functions/row.ts'
import { givesOf, type KnownAttributes } from './gives.ts'
import { nearest } from './nearest.ts'
import { print } from './print.ts'
import { partsOf } from './syntax.ts'
import type { Call, Node } from './syntax.ts'

export function unknownAttribute(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'attribute' || known === undefined || known.has(node.name)) return []
  const near = nearest(node.name, known.keys())
  const instead =
    !known.has('memberOf') && /^(?:memberOf$|manager\.)/.test(node.name)
      ? ' Only a scoping expression can read it.'
      : near === undefined
        ? ''
        : ` Did you mean ${near}?`
  const message = `The source has no attribute ${node.name}.${instead}`
  return [{ at: node.at, severity: 'error', message, ...(near !== undefined && { suggestion: near }) }]
}

/** Kinds that take a list, or whatever comes; all others take one text. */
const takesMany: ReadonlySet<Kind> = new Set<Kind>(['list', 'any'])

export function wrongKind(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'call') return []
  const row = functions.get(node.name)
  if (row === undefined) return []
  return inOrder(row, node.slots).flatMap((slot, i) => {
    const parameter = parameterAt(row, i)
    const wrong = slot === null || parameter === undefined ? null : mismatch(node, parameter, slot, known)
    return wrong === null || slot === null ? [] : [{ at: slot.at, severity: 'error' as const, message: wrong }]
  })
}

function mismatch(
  { name }: Call,
  parameter: Parameter,
  given: Node,
  known: KnownAttributes | undefined,
): string | null {
  const gives = givesOf(given, known)
  const what = given.kind === 'call' ? given.name : print(given)
  if (gives === 'reference' && parameter.kind !== 'any') {
    return `${what} is a reference: map it directly or with CStr; ${name} cannot take it.`
  }
  if ((gives === 'list' || gives === 'roles') && !takesMany.has(parameter.kind)) {
    return `${name} takes one text for ${parameter.name}; ${what} gives a list. Take one value with Item, or put them together with Join.`
  }
  if (given.kind !== 'constant') return null
  const { spelling, text } = given
  if ((parameter.kind === 'integer' || parameter.kind === 'whole') && !/^(?:[+-]?\d+|&H[0-9a-f]+)$/i.test(text)) {
    return `${name} takes a whole number for ${parameter.name}, not ${spelling}.`
  }
  if (parameter.kind === 'date' && readDate(text) === null) {
    return `${name} takes a date for ${parameter.name}, like "2026-03-16", not ${spelling}.`
  }
  return null
}

export function comparesTexts(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'compare' && node.kind !== 'concat') return []
  return partsOf(node).flatMap((part) => {
    const gives = givesOf(part, known)
    if (gives !== 'list' && gives !== 'roles' && gives !== 'reference') return []
    const what = part.kind === 'call' ? part.name : print(part)
    const instead =
      gives === 'reference'
        ? 'Ask with IsPresent, or for an attribute of the manager.'
        : 'Ask with Includes, or take one value with Item.'
    const does = node.kind === 'compare' ? 'A comparison' : '&'
    return [
      {
        at: part.at,
        severity: 'error',
        message: `${does} takes texts; ${what} gives a ${gives === 'reference' ? gives : 'list'}. ${instead}`,
      },
    ]
  })
}

/** mapping.md section 3: what is no number is compared as text, and 9:00 comes after 10:00 there. */
export function datesAsTexts(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'compare' || node.operator === '=' || node.operator === '<>') return []
  if (![node.left, node.right].some((side) => givesOf(side, known) === 'date')) return []
  const message = 'Dates are compared as texts here, in which 9:00 comes after 10:00. Write DateDiff("s", …, …) and compare its number, or DayBegun.' // prettier-ignore
  return [{ at: node.at, severity: 'warning', message }]
}
