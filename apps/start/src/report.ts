import type { SignIns } from './state.ts'
import { count } from './terminal.ts'
import type { CycleSummary, ImportReport } from './usher-client.ts'

export type Cycle = CycleSummary & { readonly application: string }

export type Report = {
  readonly urls: { readonly usher: string; readonly dynamicSignal: string; readonly scimApi: string }
  readonly signIns: SignIns & { readonly usher: { readonly tokenFile: string } }
  /** Whose certificates clients of Usher are to trust, with https. */
  readonly authorityFile?: string
  readonly import: ImportReport | null
  readonly cycles: readonly Cycle[]
}

/** What one cycle did, a few lines. */
export function describeCycle(cycle: Cycle): readonly string[] {
  const { references } = cycle
  const skipped = Object.entries(cycle.skipped).filter(([, people]) => people > 0)
  const total = skipped.reduce((sum, [, people]) => sum + people, 0)
  const why = skipped.map(([reason, people]) => `${count(people)} ${cycle.skippedAs[reason] ?? reason}`).join(', ')
  const rows: readonly (readonly [name: string, value: string, shown: boolean])[] = [
    ['people read', count(cycle.read), true],
    ['in scope', count(cycle.inScope), true],
    ['created', count(cycle.created), true],
    ['found there', count(cycle.joined), cycle.joined > 0],
    ['updated', count(cycle.updated), cycle.updated > 0 || cycle.cycle === 'incremental'],
    ['disabled', count(cycle.disabled), cycle.disabled > 0 || cycle.cycle === 'incremental'],
    ['skipped', total === 0 ? '0' : `${count(total)} (${why})`, true],
    ['managers', managers(references), references.set + references.notProvisioned + references.unknown > 0],
    ['held', `${count(cycle.held)} removals, waiting for your consent`, cycle.held > 0],
    ['failed', count(cycle.failed), true],
    ['time', `${cycle.seconds.toFixed(1)} s, ${count(cycle.requests)} requests sent`, true],
  ]
  const shown = rows.filter(([, , wanted]) => wanted)
  const width = Math.max(...shown.map(([name]) => name.length))
  const title = `${cycle.cycle === 'initial' ? 'Initial' : 'Incremental'} cycle of ${cycle.application}`
  return [title, ...shown.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)]
}

function managers({ set, notProvisioned, unknown }: CycleSummary['references']): string {
  return `${count(set)} set, ${count(notProvisioned)} not in scope themselves, ${count(unknown)} not in the directory`
}

/** What is new and empty: a mistyped folder would else look like a loss, and a restored Usher like one with its accounts. */
export function describeNew(
  { usher, dynamicSignal }: { readonly usher: Started; readonly dynamicSignal: Started },
  { data, databaseUrl }: { readonly data: string; readonly databaseUrl: string | null },
): readonly string[] {
  if (usher.firstStart) return [`A new, empty store is in ${databaseUrl === null ? data : 'the PostgreSQL database'}.`]
  if (!dynamicSignal.firstStart) return []
  return [
    `Dynamic Signal is new and empty in ${data}; Usher is not. Its applications go on with the Tenant URLs that they have.`,
  ]
}
type Started = { readonly firstStart: boolean }

/** Where the programs are, and how to sign in. */
export function describePlaces(
  {
    urls,
    signIns,
    authorityFile,
    invitation,
  }: Pick<Report, 'urls' | 'signIns' | 'authorityFile'> & { readonly invitation?: string | undefined },
  usher: string,
): readonly string[] {
  return [
    `Usher           ${urls.usher}  (the admin center; on the command line: ${usher} status)`,
    ...(authorityFile === undefined ? [] : [`  trust its certificates by ${authorityFile} (docs/guide/https.md)`]),
    ...(invitation === undefined ? [] : [`  become its administrator: ${invitation} (once, within a day)`]),
    `Dynamic Signal  ${urls.dynamicSignal}  (SCIM API URL ${urls.scimApi})`,
    ...describeSignIns(signIns),
  ]
}

export function describeSignIns({ dynamicSignal }: SignIns): readonly string[] {
  return [`  sign in as ${dynamicSignal.userName} with the password ${dynamicSignal.password}`]
}
