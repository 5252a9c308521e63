/** What was done is put back, as far as that is possible: shown first, then carried out object by object. */
import type { Ref } from '@usher/scim'
import { worker, type CycleOptions } from './carry-out.ts'
import type { PlannedPage } from './feed.ts'
import { ableTo, ruleFor, type Rule, type Rules } from './job/rule.ts'
import { desire } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { intentOf } from './plan/basis.ts'
import { undo, type Deed, type Undo } from './plan/undo.ts'
import { each } from './pool.ts'
import { TargetError, type Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import type { CycleSummary } from './summary.ts'
import type { Entry, Exchange } from './types.ts'

export type Done = { readonly ref: Ref; readonly deed: Deed }
export type UndoPage = { readonly page: PlannedPage; readonly undos: readonly (Undo & { readonly entry: Entry })[] }

/** Pages of what would be put back. Reads from source and target; writes nothing. */
export async function* planUndo(
  ports: Ports,
  all: Rules,
  { context }: Pick<CycleOptions, 'context'>,
  done: AsyncIterable<readonly Done[]>,
): AsyncGenerator<UndoPage> {
  const rules = ableTo(ports.target.able, all)
  for await (const page of done) {
    const deeds = new Map(page.map(({ ref, deed }) => [refKey(ref), deed]))
    const entries = await ports.source.read(page.map(({ ref }) => ref))
    for (const [rule, some] of Map.groupBy(entries, ({ ref }) => ruleFor(rules, ref))) {
      yield await planned({ ports, rule, context, deeds }, some)
    }
  }
}

export async function runUndo(
  ports: Ports,
  all: Rules,
  options: CycleOptions,
  { done, total }: { readonly done: AsyncIterable<readonly Done[]>; readonly total: number },
): Promise<CycleSummary> {
  const rules = ableTo(ports.target.able, all)
  const { carryOut, summary } = worker(ports, rules, options, { initial: false, expected: total })
  const pages = async function* (): AsyncGenerator<PlannedPage> {
    for await (const { page } of planUndo(ports, rules, options, done)) yield page
  }
  await carryOut({ phase: 'people', first: true, total }, pages())
  return summary()
}

function unread(error: unknown): string {
  if (error instanceof TargetError) return error.message
  throw error
}

type Undoing = {
  readonly ports: Ports
  readonly rule: Rule
  readonly context: CycleOptions['context']
  readonly deeds: ReadonlyMap<string, Deed>
}

async function planned({ ports, rule, context, deeds }: Undoing, entries: readonly Entry[]): Promise<UndoPage> {
  const { journal, target } = ports
  const refs = entries.map(({ ref }) => ref)
  const [links, looks] = await Promise.all([journal.links(refs), journal.looksOf(refs)])
  const found = new Map<string, Undo & { readonly entry: Entry }>()
  const traces = new Map<string, readonly Exchange[]>()
  await each(entries, target.able.parallel, async (entry) => {
    const key = refKey(entry.ref)
    const deed = deeds.get(key)
    if (deed === undefined) return
    const link = links.get(key) ?? null
    const judged = verdict(rule.scope, entry, context)
    const trace: Exchange[] = []
    const targetId = link?.targetId ?? null
    const asked = targetId === null || deed.actions.includes('delete') ? null : { type: rule.targetType, id: targetId }
    const account = asked === null ? null : await target.get(asked, trace).catch(unread)
    traces.set(key, trace)
    if (typeof account === 'string')
      return void found.set(key, { change: null, cannot: [`could not be looked up: ${account}`], entry })
    const of = { entry, references: links, context }
    const desired = desire(rule.mapping, { ...of, verdict: judged, purpose: 'update' })
    const gone = { inScope: false, because: 'notAssigned', checks: [], uses: [] } as const
    const leaving = desire(rule.mapping, { ...of, verdict: gone, purpose: 'leave' })
    const intent = intentOf(rule, { entry, verdict: judged }, ports.digest)
    const facts = { rule, entry, link, verdict: judged, desired, leaving, target: account, able: target.able, intent }
    found.set(key, { ...undo(deed, facts), entry })
  })
  const undos = refs.flatMap((ref) => found.get(refKey(ref)) ?? [])
  const changes = undos.flatMap(({ change }) => (change === null ? [] : [change]))
  const plan = { id: '', ruleVersion: rule.version, changes, watermark: null }
  return { page: { rule, planned: { plan, traces, looks } }, undos }
}
