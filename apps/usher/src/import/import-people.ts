import type { MappingContext } from '@usher/engine'
import type { CsvRow } from '../connectors/csv/read-csv.ts'
import { readCsv } from '../connectors/csv/read-csv.ts'
import { saidByRow, toDirectoryUser } from './directory-user.ts'
import { isInScope } from './in-scope.ts'
import type { AppliedRow, ImportStore, StagedRow, SupersededRow } from './import-store.ts'
import type { InboundMapping } from './inbound-mapping.ts'

export type ImportProgress = {
  readonly phase: 'reading' | 'applying' | 'managers'
  readonly done: number
  /** Not known while the file is still read. */
  readonly total: number | null
}

/** What somebody may want to read about one row or person; the report keeps only the first of each kind. */
export type ImportEvent =
  | ({ readonly kind: 'superseded' } & SupersededRow)
  /** The row names nobody and was left out. */
  | { readonly kind: 'skipped'; readonly row: number; readonly line: number; readonly reason: string }
  /** An attribute could not be mapped and was left as it is. */
  | {
      readonly kind: 'problem'
      readonly row: number
      readonly line: number
      readonly key: string
      readonly reason: string
    }
  | { readonly kind: 'refused'; readonly key: string; readonly reason: string }
  /** Would be disabled, and is not: too many would be at once. */
  | {
      readonly kind: 'held'
      readonly key: string
      readonly userId: string
      readonly name: string
      readonly reason: string
    }
  | { readonly kind: 'managerUnknown'; readonly key: string; readonly userId: string; readonly managerKey: string }

export type Counted<Kind extends ImportEvent['kind']> = {
  readonly count: number
  readonly first: readonly Extract<ImportEvent, { readonly kind: Kind }>[]
}

export type ImportReport = {
  readonly encoding: string
  readonly separator: string
  readonly rows: number
  readonly people: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly superseded: Counted<'superseded'>
  readonly skipped: Counted<'skipped'>
  readonly problems: Counted<'problem'>
  readonly refused: Counted<'refused'>
  readonly disabled: number
  readonly held: Counted<'held'>
  readonly managers: { readonly found: number; readonly unknown: Counted<'managerUnknown'> }
  /** People of the directory with an employeeId that the file did not contain; they are left alone. */
  readonly absent: number
  readonly seconds: number
}

export type ImportOptions = {
  readonly csv: AsyncIterable<Uint8Array>
  /** What the import is called in the log: the file's name. */
  readonly name: string
  readonly mapping: InboundMapping
  readonly store: ImportStore
  readonly context: MappingContext
  readonly progress?: (progress: ImportProgress) => void
  readonly tell?: (event: ImportEvent) => void
  /** Milliseconds, for the report's seconds. */
  readonly clock?: () => number
}

/**
 * Brings the people of a CSV file into the directory.
 *
 * The whole file is read and staged before anything is changed, so a broken file changes nothing. Of several rows with
 * one key the last counts. What concerns one row is told and counted, and the others go on.
 */
export async function importPeople(options: ImportOptions): Promise<ImportReport> {
  const { store, mapping, progress = () => {}, clock = () => performance.now() } = options
  const began = clock()
  const tally = new Tally(options.tell ?? (() => {}))
  const id = await store.begin(options.name)
  try {
    const { recognised, batches } = await readCsv(options.csv, { required: mapping.columns })
    let rows = 0
    let staged = 0
    for await (const batch of batches) {
      const some = batch.flatMap((row) => mapped(row, options, tally))
      await store.stage(id, some)
      rows += batch.length
      staged += some.length
      progress({ phase: 'reading', done: rows, total: null })
    }
    for await (const page of store.superseded(id)) {
      for (const row of page) tally.add({ kind: 'superseded', ...row })
    }
    const people = staged - tally.count('superseded')
    const done = { created: 0, updated: 0, unchanged: 0, refused: 0 }
    for await (const page of store.apply(id)) {
      for (const applied of page) count(applied, done, tally)
      const sum = done.created + done.updated + done.unchanged + done.refused
      progress({ phase: 'applying', done: sum, total: people })
    }
    const removals = await store.removals(id)
    for (const { id: userId, key, name } of removals.held)
      tally.add({ kind: 'held', key, userId, name, reason: heldSentence(removals) })
    const found = await settleManagers(id, options, tally)
    return {
      encoding: recognised.encoding,
      separator: recognised.separator,
      rows,
      people,
      created: done.created,
      updated: done.updated,
      unchanged: done.unchanged,
      superseded: tally.counted('superseded'),
      skipped: tally.counted('skipped'),
      problems: tally.counted('problem'),
      refused: tally.counted('refused'),
      disabled: removals.disabled.length,
      held: tally.counted('held'),
      managers: { found, unknown: tally.counted('managerUnknown') },
      absent: await store.absent(id),
      seconds: (clock() - began) / 1_000,
    }
  } finally {
    await store.end(id)
  }
}

function mapped({ row, line, record }: CsvRow, { mapping, context }: ImportOptions, tally: Tally): StagedRow[] {
  const said = saidByRow(record)
  const { key, attributes, onCreate, managerKey = null, problems } = toDirectoryUser(mapping, said, context)
  const scope = isInScope(mapping, said)
  if (!scope.passed) {
    tally.add({ kind: 'skipped', row, line, reason: scope.sentence })
    return []
  }
  if (key === null) {
    const columns = [...mapping.key.reads].join(', ')
    tally.add({ kind: 'skipped', row, line, reason: `There is nothing in ${columns}, so the row names nobody.` })
    return []
  }
  for (const reason of problems) tally.add({ kind: 'problem', row, line, key, reason })
  return [{ row, line, key, attributes, onCreate, managerKey }]
}

/** Why nobody was disabled. */
export function heldSentence({ counted, limit }: { readonly counted: number; readonly limit: number }): string {
  return `${counted} people would be disabled, and ${limit} are held for a person's consent`
}

function count(applied: AppliedRow, done: Record<AppliedRow['result'], number>, tally: Tally): void {
  done[applied.result]++
  if (applied.result === 'refused') tally.add({ kind: 'refused', key: applied.key, reason: applied.reason })
}

async function settleManagers(id: string, { store, progress }: ImportOptions, tally: Tally): Promise<number> {
  let found = 0
  let done = 0
  for await (const page of store.managers(id)) {
    for (const { found: known, ...manager } of page) {
      if (known) found++
      else tally.add({ kind: 'managerUnknown', ...manager })
    }
    done += page.length
    progress?.({ phase: 'managers', done, total: null })
  }
  return found
}

const kept = 20

/** Tells every event and keeps the number of each kind, and the first few. */
class Tally {
  readonly #tell: (event: ImportEvent) => void
  readonly #kinds = new Map<ImportEvent['kind'], { count: number; first: ImportEvent[] }>()

  constructor(tell: (event: ImportEvent) => void) {
    this.#tell = tell
  }

  add(event: ImportEvent): void {
    const kind = this.#kinds.get(event.kind) ?? { count: 0, first: [] }
    kind.count++
    if (kind.first.length < kept) kind.first.push(event)
    this.#kinds.set(event.kind, kind)
    this.#tell(event)
  }

  count(kind: ImportEvent['kind']): number {
    return this.#kinds.get(kind)?.count ?? 0
  }

  counted<Kind extends ImportEvent['kind']>(kind: Kind): Counted<Kind> {
    const { count, first } = this.#kinds.get(kind) ?? { count: 0, first: [] }
    const ofKind = (event: ImportEvent): event is Extract<ImportEvent, { readonly kind: Kind }> => event.kind === kind
    return { count, first: first.filter(ofKind) }
  }
}
