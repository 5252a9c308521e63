import type { Ref } from '@usher/scim'
import { census } from './census.ts'
import type { CycleOptions } from './carry-out.ts'
import { feed, Lister, plans, readPages, without, type Run } from './feed.ts'
import { ableTo, hasMembers, type Rules } from './job/rule.ts'
import { retried } from './look-again.ts'
import { refKey } from './map/references.ts'
import { memberPages } from './member-feed.ts'
import type { Planned } from './page.ts'
import type { Ports } from './ports.ts'
import { memberChanges } from './record/member-lines.ts'
import type { Link, Plan } from './types.ts'
import { Unforeseen } from './unforeseen.ts'

/** What the next cycle would do, page by page. Reads from source and target; writes nothing. */
export async function* planCycle(ports: Ports, all: Rules, options: CycleOptions): AsyncGenerator<Planned> {
  const { context, verify, started } = options
  const rules = ableTo(ports.target.able, all)
  const counted = await census(ports, rules, context)
  const unforeseen = new Unforeseen(counted.removals.count)
  const run: Run = { ports, rules, context, verify, counted, preview: new Set<string>(), unforeseen }
  const leavers = new Set(counted.leavers.map(refKey))
  const shown = new Set(leavers)
  const coming = new Coming()
  for await (const { planned } of plans(run, readPages(ports, counted.leavers), null)) yield planned
  // As a cycle does: what many have to be matched by is read in pages.
  const lister = new Lister()
  for (const rule of rules) {
    for await (const { planned } of plans(run, without(feed(run, rule), leavers), lister)) {
      withLooks(planned).forEach((key) => shown.add(key))
      if (hasMembers(rules)) coming.note(planned.plan)
      yield planned
    }
  }
  for await (const looks of ports.journal.looks(retried, started)) {
    const refs = looks.map((look) => look.ref).filter((ref) => !shown.has(refKey(ref)))
    for await (const { planned } of plans(run, readPages(ports, refs), null)) yield planned
  }
  if (!hasMembers(rules)) return
  for await (const decided of memberPages(ports, { after: counted.after, verify, expected: coming })) {
    const changes = await memberChanges(ports, decided)
    const plan: Plan = { id: '', ruleVersion: rules[0].version, changes, watermark: null }
    if (changes.length > 0) yield { plan, traces: new Map(), looks: new Map() }
  }
}

function withLooks({ looks }: Planned): readonly string[] {
  return [...looks].flatMap(([key, list]) => (list.length > 0 ? [key] : []))
}

/** The accounts that a plan would make, so that memberships can be shown before their ends exist. Of each only its key is kept. */
class Coming {
  readonly groups: Ref[] = []
  readonly #keys = new Set<string>()
  readonly links = {
    get: (key: string): Link | undefined =>
      this.#keys.has(key)
        ? { targetId: `(the account of ${key})`, joinedBy: null, state: 'managed', active: true, sent: null }
        : undefined,
  }

  note({ changes }: Plan): void {
    for (const { action, ref, facts } of changes) {
      if (!facts.verdict.inScope || !(action === 'create' || facts.match.kind === 'joined')) continue
      this.#keys.add(refKey(ref))
      if (ref.type === 'Group') this.groups.push(ref)
    }
  }
}
