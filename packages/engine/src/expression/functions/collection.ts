import type { Attributes } from '@usher/scim'
import { EvaluationFailure, order } from '../value.ts'
import { trimmed } from '../white.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'
import { textOf } from './text.ts'

const attribute = { name: 'attribute', kind: 'list' } as const

export const collectionFunctions: Readonly<Record<string, FunctionRow>> = {
  Contains: row({
    syntax: 'Contains(attribute, value)',
    summary: 'The number of the first value that contains the text, counted from 1; 0 when none does. Case counts.',
    knownFrom: 'Cloud Sync reference',
    takes: [attribute, { name: 'value', kind: 'text' }],
    gives: 'integer',
    examples: [
      ['Contains(Split("smtp:a,SMTP:b", ","), "SMTP:")', '2'],
      ['Contains([nobody], "SMTP:")', '0'],
    ],
    run: ([list, value]) => String((list ?? []).findIndex((element) => textOf(element).includes(value)) + 1),
  }),

  Count: row({
    syntax: 'Count(attribute)',
    summary: 'How many values the attribute has. A single text counts as one.',
    takes: [attribute],
    gives: 'integer',
    examples: [
      ['Count(Split("a,b,c", ","))', '3'],
      ['Count([nobody])', '0'],
    ],
    run: ([list]) => String(list?.length ?? 0),
  }),

  Item: row({
    syntax: 'Item(attribute, index)',
    summary: 'The value with this number, counted from 1.',
    takes: [attribute, { name: 'index', kind: 'integer' }],
    gives: 'text',
    examples: [['Item(Split("a,b,c", ","), 2)', 'b']],
    refuses: ([, index]) => (index !== undefined && index !== null && Number(index) < 1 ? 'index counts from 1' : null),
    run: ([list, index]) => {
      if (list === null) return null
      const element = list[index - 1]
      if (element === undefined) throw new EvaluationFailure(`there is no value number ${index} of ${list.length}`)
      return textOf(element)
    },
  }),

  RemoveDuplicates: row({
    syntax: 'RemoveDuplicates(attribute)',
    summary: 'Each value once, in the order of their first appearance. Case counts.',
    takes: [attribute],
    gives: 'list',
    examples: [['RemoveDuplicates(Split("a,b,a", ","))', ['a', 'b']]],
    run: ([list]) => list && [...Map.groupBy(list, identity).values()].flatMap((same) => same.slice(0, 1)),
  }),

  Split: row({
    syntax: 'Split(source, delimiter)',
    summary: 'Cuts the text at each delimiter. White space around the pieces is removed.',
    takes: [
      { name: 'source', kind: 'text' },
      { name: 'delimiter', kind: 'text' },
    ],
    gives: 'list',
    examples: [['Split("PermissionSetOne, PermissionSetTwo", ",")', ['PermissionSetOne', 'PermissionSetTwo']]],
    run: ([text, delimiter]) => {
      if (delimiter === '') throw new EvaluationFailure('the delimiter must not be empty')
      return text.split(delimiter).map((piece) => trimmed(piece))
    },
  }),
}

/** What makes two values of a list the same; roles are when all their members are. */
function identity(element: string | Attributes): string {
  if (typeof element === 'string') return JSON.stringify(element)
  return JSON.stringify(Object.entries(element).toSorted(([a], [b]) => order(a, b)))
}
