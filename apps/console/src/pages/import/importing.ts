import type { Gives } from '../../api/ask.ts'

export type Columns = Gives<'POST /usher/imports/columns'>
/** Attribute → expression over columns. */
export type Expressions = Readonly<Record<string, string>>
type Counted<One> = { readonly count: number; readonly first: readonly One[] }
export type OfRow = { readonly row: number; readonly line: number; readonly reason: string }
export type Report = {
  readonly rows: number
  readonly people: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly disabled: number
  readonly superseded: Counted<{ readonly row: number; readonly byRow: number; readonly key: string }>
  readonly skipped: Counted<OfRow>
  readonly problems: Counted<OfRow>
  readonly refused: Counted<{ readonly key: string; readonly reason: string }>
  readonly held: Counted<{ readonly name: string; readonly reason: string }>
  readonly managers: {
    readonly found: number
    readonly unknown: Counted<{ readonly key: string; readonly managerKey: string }>
  }
  /** People with an employee ID whom the file does not contain. */
  readonly absent: number
}
type Progress = {
  readonly phase: 'reading' | 'applying' | 'managers'
  readonly done: number
  readonly total: number | null
}
export type Line = { readonly progress?: Progress; readonly report?: Report; readonly preview?: boolean }

/** Without these nobody can be found again, or be made. */
export const needed: readonly string[] = ['employeeId', 'userPrincipalName']

/** Of a file as long as it likes this is enough to see its columns. */
const headBytes = 64 * 1024

export function formOf(file: File, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file, file.name)
  return form
}

export function headOf(file: File): FormData {
  return formOf(new File([file.slice(0, headBytes)], file.name))
}

export function saysProgress(progress: Progress | undefined, isPreview: boolean): string {
  if (progress === undefined) return 'Sending the file'
  const { phase, done, total } = progress
  const rows = done.toLocaleString('en')
  if (phase === 'reading') return `Reading: ${rows} rows`
  if (phase === 'managers') return `Managers: ${rows}`
  const of = total === null ? '' : ` of ${total.toLocaleString('en')}`
  return `${isPreview ? 'Looking at people' : 'Writing people'}: ${rows}${of}`
}

/** What a file with a mapping holds; a sentence when it is none. */
export function expressionsIn(json: string): Expressions | string {
  try {
    const read = JSON.parse(json) as unknown
    if (isExpressions(read)) return read
    return 'This is no mapping of columns: it is an object with an expression for each attribute, as Download makes it.'
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}`
  }
}

function isExpressions(value: unknown): value is Expressions {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  )
}

/** The value of the first row where an expression is a column and nothing else. */
export function example({ rows }: Pick<Columns, 'rows'>, expression: string): string {
  const column = /^\[([^\]]+)\]$/.exec(expression.trim())?.[1]
  return column === undefined
    ? ''
    : (rows.map((row) => row[column]).find((value) => value !== undefined && value !== '') ?? '')
}
