/** Carries out what clients sent: people, managers, lines of the log and the end of the calls in one transaction, so that each is done once. */
import { inboundRecord, type InboundLine } from '../import/inbound-line.ts'
import type { AppliedRow } from '../import/import-store.ts'
import type { InboundMapping } from '../import/inbound-mapping.ts'
import { roundsOf, type Nobody, type Person } from '../import/read-person.ts'
import type { UploadOperation } from '../import/upload.ts'
import type { Instant } from '@usher/engine'
import { rows } from './bulk.ts'
import { makeDays } from './days.ts'
import { changeSome, type Db, type Store } from './directory.ts'
import { knownManagers, setManagers, settleWaiting } from './inbound-managers.ts'
import { decidePeople, knownPeople, lockPeople, writePeople, type Known } from './inbound-people.ts'
import { endUploads, lockUploads } from './inbound-uploads.ts'
import { insertLines, lineOf } from './log.ts'
import { grown } from './statistics.ts'
import { sql } from 'kysely'

export type Inbound = {
  readonly job: string
  readonly application: string
  readonly cycle: string
  readonly mapping: InboundMapping
  readonly at: Instant
}
export type Done = { readonly uploads: number; readonly created: number; readonly updated: number; readonly unchanged: number; readonly failed: number; readonly skipped: number } // prettier-ignore

const nothing: Done = { uploads: 0, created: 0, updated: 0, unchanged: 0, failed: 0, skipped: 0 }

/** The oldest calls, at most so many. `read`: what an operation says. */
export async function carryOutUploads(
  store: Store,
  of: Inbound,
  { most, read }: { readonly most: number; read(operation: UploadOperation): Person | Nobody },
): Promise<Done> {
  await makeDays(store.db, of.at)
  const batch = async (trx: Db): Promise<Done> => {
    const uploads = await lockUploads(trx, store.tenant, of.job, most)
    if (uploads.length === 0) return nothing
    await lockPeople(trx, store.tenant)
    const all = uploads.flatMap(({ operations }) => operations).map(read)
    const lines: InboundLine[] = all.flatMap((one) => (one.key === null ? [nobody(one)] : []))
    const unchanged: string[] = []
    for (const round of roundsOf(all.filter((one) => one.key !== null))) {
      const told = await carryOutRound(trx, store.tenant, of, round)
      lines.push(...told.lines)
      unchanged.push(...told.unchanged)
    }
    await writeLines(trx, store.tenant, of, lines)
    await endUploads(trx, store.tenant, uploads)
    const count = (test: (line: InboundLine) => boolean): number => lines.filter(test).length
    return {
      uploads: uploads.length,
      created: count(({ action, result }) => action === 'create' && result === 'success'),
      updated: count(({ action, result }) => action === 'update' && result === 'success'),
      unchanged: unchanged.length,
      failed: count(({ result }) => result === 'failure'),
      skipped: count(({ result }) => result === 'skipped'),
    }
  }
  const done = await changeSome(store, batch, ({ created, updated }) => created + updated > 0)
  await grown(store.db, 'directory_user', done.created)
  await grown(store.db, 'directory_change', done.created + done.updated)
  return done
}

/** A line each. */
export async function writeLines(trx: Db, tenant: string, of: Inbound, lines: readonly InboundLine[]): Promise<void> {
  const { job, application, cycle, at: now, mapping } = of
  const list = lines.map((line) => lineOf(inboundRecord(line, mapping.key.path), { job, cycle }))
  for (let from = 0; from < list.length; from += 500)
    await insertLines({ trx, tenant, now, job, application, cycle }, { list: list.slice(from, from + 500), page: null })
}

type Told = { readonly lines: readonly InboundLine[]; readonly unchanged: readonly string[] }

async function carryOutRound(trx: Db, tenant: string, of: Inbound, round: readonly Person[]): Promise<Told> {
  const people = new Map(round.map((one) => [one.key, one]))
  const batch = (list: readonly Person[]) =>
    sql`select r.key, r.attributes, r.created as on_create from ${rows(
      'key text, attributes jsonb, created jsonb',
      list.map(({ key, attributes, onCreate }) => ({ key, attributes, created: onCreate })),
    )}`
  const known = await knownPeople(trx, tenant, batch(round))
  const { create, update } = of.mapping.actions
  const goes = (row: Known): boolean => people.get(row.key)?.left === null && (row.id === null ? create : update)
  const decided = await decidePeople(trx, tenant, known.filter(goes))
  const applied = [...decided.results, ...(await writePeople(trx, { tenant, job: of.job, at: of.at }, decided))]
  const came = new Set(applied.flatMap((one) => (one.result === 'refused' ? [] : [one.key])))
  const managed = round.filter(({ key, managerKey }) => came.has(key) && managerKey !== undefined)
  const list = managed.map(({ key, managerKey }) => ({ key, manager: managerKey ?? '' }))
  const managers =
    list.length === 0
      ? []
      : await knownManagers(trx, tenant, sql`select r.key, r.manager as manager_key from ${rows('key text, manager text', list)}`) // prettier-ignore
  await setManagers(trx, tenant, managers)
  const created = applied.flatMap((one) => (one.result === 'created' ? [one.key] : []))
  if (created.length > 0) await settleWaiting(trx, tenant, created)
  const found = new Map(known.map((row) => [row.key, row]))
  const moved = new Map(managers.filter(({ changed }) => changed).map((one) => [one.key, one.managerKey]))
  const about = { people, found, moved }
  return {
    lines: [
      ...known.filter((row) => !goes(row)).flatMap((row) => leftLine(row, about)),
      ...applied.flatMap((one) => appliedLine(one, about)),
      ...applied.flatMap((one) => problemLines(one, about)),
      ...managers.flatMap(({ key, userId, managerKey, managerId }) =>
        userId !== null && managerId === null && managerKey !== null && managerKey !== ''
          ? [{ ...base(key, about, userId), result: 'warning' as const, reason: 'managerUnknown', sentence: `the manager ${managerKey} is not in the directory`, advice: 'Send that person too; the manager is then settled by itself.' }] // prettier-ignore
          : [],
      ),
    ],
    unchanged: applied.flatMap((one) => (one.result === 'unchanged' && !moved.has(one.key) ? [one.key] : [])),
  }
}

type About = {
  readonly people: ReadonlyMap<string, Person>
  readonly found: ReadonlyMap<string, Known>
  readonly moved: ReadonlyMap<string, string | null>
}

function base(key: string, { people, found }: About, userId = found.get(key)?.id ?? '') {
  const person = people.get(key)
  const row = found.get(key)
  const said =
    row?.id === null ? { ...person?.onCreate, ...person?.attributes } : { ...row?.known, ...person?.attributes }
  const name = said['displayName'] ?? said['userPrincipalName'] ?? row?.upn ?? key
  const match = row?.id === null || row === undefined ? ('absent' as const) : ('linked' as const)
  return { action: 'other' as const, key, bulkId: person?.bulkId ?? null, userId, name: typeof name === 'string' ? name : key, match } // prettier-ignore
}

function nobody({ bulkId, sentence }: Nobody): InboundLine {
  return { action: 'other', result: 'failure', reason: 'unmatchable', key: '', bulkId, userId: '', name: '', sentence, match: 'unmatchable' } // prettier-ignore
}

function leftLine({ key, id }: Known, about: About): readonly InboundLine[] {
  const left = about.people.get(key)?.left ?? null
  const line = { ...base(key, about), result: 'skipped' as const }
  if (left !== null) return [{ ...line, reason: 'filteredOut', sentence: left.sentence, checks: left.checks }]
  return id === null
    ? [{ ...line, reason: 'createOff', sentence: 'is not made, because the mapping makes nobody' }]
    : [{ ...line, reason: 'updateOff', sentence: 'is left as it is, because the mapping updates nobody' }]
}

/** Nothing about somebody who is as they were said to be, or who is only disabled: that is told when it is done. */
function appliedLine(one: AppliedRow, about: About): readonly InboundLine[] {
  const isNew = about.found.get(one.key)?.id === null
  if (one.result === 'refused') {
    const action = isNew ? ('create' as const) : ('update' as const)
    return [{ ...base(one.key, about), action, result: 'failure', reason: 'refused', sentence: one.reason }]
  }
  const manager = about.moved.get(one.key)
  const written = [
    ...(one.written ?? []),
    ...(manager === undefined ? [] : [['manager', null, manager === '' ? null : manager] as const]),
  ]
  if (written.length === 0) return []
  const line = { ...base(one.key, about, one.userId), result: 'success' as const, written }
  return one.result === 'created'
    ? [{ ...line, action: 'create', reason: 'created', sentence: 'was made in the directory' }]
    : [{ ...line, action: 'update', reason: 'updated', sentence: `was updated: ${written.map(([path]) => path).join(', ')}` }] // prettier-ignore
}

function problemLines(one: AppliedRow, about: About): readonly InboundLine[] {
  const userId = one.result === 'refused' ? undefined : one.userId
  return (about.people.get(one.key)?.problems ?? []).map((sentence) => ({
    ...base(one.key, about, userId),
    result: 'warning',
    reason: 'mappingProblem',
    sentence,
  }))
}
