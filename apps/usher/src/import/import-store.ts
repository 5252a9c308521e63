import type { Attributes } from '@usher/scim'

/** A row of the file as it waits to be applied. `row` and `line` count from 1. */
export type StagedRow = {
  readonly row: number
  readonly line: number
  readonly key: string
  readonly attributes: Attributes
  /** Only for somebody new. */
  readonly onCreate?: Attributes
  readonly managerKey: string | null
}
/** Path, old and new value. */
export type Written = readonly [path: string, from: string | null, to: string | null]
/** Whom the guard let be disabled, and whom it holds. */
export type SettledRemovals = {
  readonly disabled: readonly { readonly id: string; readonly key: string; readonly name: string }[]
  readonly held: readonly { readonly id: string; readonly key: string; readonly name: string }[]
  readonly counted: number
  readonly limit: number
}
/** `refused`: the directory could not take this person, for instance because the name is taken; the others go on. */
export type AppliedRow = { readonly key: string } & (
  | {
      readonly result: 'created' | 'updated' | 'unchanged'
      readonly userId: string
      readonly written?: readonly Written[]
      /** To be disabled, if the guard lets it. */
      readonly removes?: boolean
    }
  | { readonly result: 'refused'; readonly reason: string }
)
export type SupersededRow = { readonly row: number; readonly key: string; readonly byRow: number }
export type SettledManager = {
  readonly key: string
  readonly userId: string
  readonly managerKey: string
  readonly found: boolean
}

/** What an import asks of the directory. Rows are staged first, so that a broken file changes nothing. */
export type ImportStore = {
  /** Gives the id of the import. */
  readonly begin: (name: string) => Promise<string>
  readonly stage: (id: string, rows: readonly StagedRow[]) => Promise<void>
  /** Rows that a later row of the same key replaces, in row order, in pages. */
  readonly superseded: (id: string) => AsyncIterable<readonly SupersededRow[]>
  /** Applies the last row of each key in batches; gives what was done, in pages. */
  readonly apply: (id: string) => AsyncIterable<readonly AppliedRow[]>
  /** Disables whoever is to be disabled; or nobody, when they are too many. */
  readonly removals: (id: string) => Promise<SettledRemovals>
  /** Settles managers once all people exist; gives everybody who names one, in pages. */
  readonly managers: (id: string) => AsyncIterable<readonly SettledManager[]>
  /** How many people of the directory have an employeeId that the file did not contain. */
  readonly absent: (id: string) => Promise<number>
  /** Drops the staged rows. */
  readonly end: (id: string) => Promise<void>
}
