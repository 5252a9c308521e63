import { Refusal } from '@usher/host'

/** Where in a file, counted from 1. `column`: the name of the column where it is known, else the character in the line. */
export type Place = { readonly line: number; readonly column: string | number }

/** A CSV file that cannot be read: one sentence for the person who made the file. Nothing of the file was used. */
export class CsvProblem extends Refusal {
  readonly line: number
  readonly column: string | number

  constructor(what: string, { line, column }: Place) {
    super(`${what} (line ${line}, column ${column})`)
    this.name = 'CsvProblem'
    this.line = line
    this.column = column
  }
}
