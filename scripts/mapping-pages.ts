/** The pages about mappings that are printed from the tables of the engine: functions and operators. */
import { parameterAt } from '../packages/engine/src/expression/functions/row.ts'
import type { Example, FunctionRow, Gives, Kind, Parameter } from '../packages/engine/src/expression/functions/row.ts'
import { families } from '../packages/engine/src/expression/functions/table.ts'
import { operators } from '../packages/engine/src/scope/operators.ts'
import { anchor, code, table } from './markdown.ts'

export function functionsPage(): string {
  return [
    ...Object.entries(families).map(([family, rows]) => `- ${anchor(family)}: ${names(rows).map(anchor).join(', ')}`),
    '',
    'What a parameter takes:',
    '',
    ...table(
      ['Takes', 'Meaning'],
      Object.values(takes).map(([name, meaning]) => [name, meaning]),
    ),
    ...Object.entries(families).flatMap(([family, rows]) => [
      '',
      `## ${family}`,
      ...names(rows).flatMap((name) => ['', ...functionSection(name, rows[name])]),
    ]),
  ].join('\n')
}

const names = (rows: Readonly<Record<string, FunctionRow>>): readonly string[] => Object.keys(rows).toSorted()

const takes: Readonly<Record<Kind, readonly [name: string, meaning: string]>> = {
  text: ['text', 'One text. Without a value the call gives no value either.'],
  nullable: ['text or nothing', 'One text, or no value, which the function knows what to do with.'],
  integer: ['whole number', 'The text of a whole number.'],
  whole: ['whole number of any size', 'The text of a whole number, or a hexadecimal one like `&HF7`.'],
  date: ['date', 'A date and time, as the date functions give it or in ISO 8601. No value is an error.'],
  list: ['list', 'Several values. A single text is a list of one.'],
  word: ['word', 'A word without quotation marks.'],
  any: ['anything', 'A text, a list, a reference, or no value.'],
}

const gives: Readonly<Record<Gives, string>> = {
  text: 'text',
  integer: 'whole number',
  Boolean: '`True` or `False`',
  date: 'date, written `M/d/yyyy h:mm:ss tt` in UTC',
  list: 'list',
  roles: 'list of roles',
  any: 'what its arguments give',
}

const marks: Readonly<Record<NonNullable<FunctionRow['knownFrom']>, string>> = {
  'Graph function list':
    'Not in the reference of expressions for Entra’s application provisioning; known from Microsoft Graph’s list of functions.',
  'Cloud Sync reference':
    'Not in the reference of expressions for Entra’s application provisioning; known from the Cloud Sync dialect.',
  'mapping tutorial':
    'Not in the reference of expressions for Entra’s application provisioning; known from its mapping tutorial.',
  Usher: 'Usher’s own; Entra does not know it.',
}

function functionSection(name: string, row: FunctionRow | undefined): readonly string[] {
  if (row === undefined) return []
  const parameters = [...row.takes, ...(row.rest ?? [])].map((_, i) => parameterRow(row, i))
  return [
    `### ${name}`,
    '',
    `${code(row.syntax)} gives: ${gives[row.gives]}`,
    '',
    row.summary,
    ...(row.knownFrom === undefined ? [] : ['', `*${marks[row.knownFrom]}*`]),
    ...(parameters.length === 0 ? [] : ['', ...table(['Parameter', 'Takes', 'Given'], parameters)]),
    ...(row.examples.length === 0 ? [] : ['', ...table(['Example', 'Result'], row.examples.map(exampleRow))]),
  ]
}

function parameterRow(row: FunctionRow, index: number): readonly string[] {
  const parameter = parameterAt(row, index)
  if (parameter === undefined) return []
  return [code(parameter.name), takes[parameter.kind][0], given(row, parameter, index)]
}

function given(row: FunctionRow, { optional }: Parameter, index: number): string {
  if (index < row.takes.length) return optional === true ? 'optional' : 'required'
  const together = (row.rest?.length ?? 1) > 1 ? ', together' : ''
  return (row.groups ?? 1) === 1 ? `once or more${together}` : `${row.groups} times or more${together}`
}

function exampleRow([expression, result]: Example): readonly string[] {
  if (result === null) return [code(expression), '(no value)']
  if (typeof result === 'string') return [code(expression), code(result)]
  return [code(expression), code(`[${result.map((one) => JSON.stringify(one)).join(', ')}]`)]
}

export function operatorsPage(): string {
  return table(
    ['Operator', 'Value', 'Holds when', 'With several values', 'Without a value of the attribute', 'Attribute types'],
    Object.entries(operators).map(([name, { arity, summary, several, whenNull, types }]) => [
      code(name),
      arity === 'Binary' ? 'one or more' : 'none',
      summary,
      arity === 'Unary' ? '' : several === 'all' ? 'it must hold for all' : 'one is enough',
      whenNull === true ? 'holds' : 'does not hold',
      types.join(', '),
    ]),
  ).join('\n')
}
