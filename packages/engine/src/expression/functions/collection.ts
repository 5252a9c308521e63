import { EvaluationFailure } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'
import { textOf } from './text.ts'

const attribute = { name: 'attribute', kind: 'list' } as const

export const collectionFunctions: Readonly<Record<string, FunctionRow>> = {
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
    run: ([list]) => list && [...new Set(list)],
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
      return text.split(delimiter).map((piece) => piece.trim())
    },
  }),
}
