/** The page of error codes: those of failures, those of lines that are none, and those that only others produce. */
import { errorCodes, skipCodes } from '../packages/engine/src/errors.ts'
import { code, table } from './markdown.ts'

const head = ['Code', 'What happened', 'What it comes from', 'What to do'] as const

export function errorCodesPage(): string {
  const all = Object.entries(errorCodes)
  return [
    '## An object failed',
    '',
    'The cycle went on with the others. *Soon* begins within minutes, *later* within hours; each attempt waits longer.',
    '',
    ...table(
      [...head, 'Tried again'],
      all.flatMap(([name, { retry, ...row }]) => (retry === null ? [] : [[...cells(name, row), retry]])),
    ),
    '',
    '## Nothing failed',
    '',
    'Lines that are skipped, held, or done with a warning.',
    '',
    ...table(
      head,
      Object.entries(skipCodes).map(([name, row]) => cells(name, row)),
    ),
    '',
    '## Not produced by Usher',
    '',
    'Documented for Entra. They stand here so that they can be looked up; Usher’s log never shows them.',
    '',
    ...table(
      head,
      all.flatMap(([name, { retry, ...row }]) => (retry === null ? [cells(name, row)] : [])),
    ),
  ].join('\n')
}

type Row = { readonly means: string; readonly cause: string; readonly advice: string }

function cells(name: string, { means, cause, advice }: Row): readonly string[] {
  return [code(name), means, cause, advice]
}
