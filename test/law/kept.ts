/** A plan that is kept, and applied when other things have happened: it does nothing but what was shown, and nothing that a fresh plan would not. */
import {
  planCycle,
  refKey,
  runApproved,
  type Approved,
  type Change,
  type CycleOptions,
  type Ports,
  type Rules,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { isDeath } from './mortal.ts'

/** `rule`: which of the law's rules it was made by. */
export type Kept = { readonly rule: number; readonly objects: readonly (Approved & { readonly shown: string })[] }

export async function keep(ports: Ports, rules: Rules, rule: number, options: CycleOptions): Promise<Kept> {
  return {
    rule,
    objects: (await changesNow(ports, rules, options)).map((one) => ({
      ref: one.ref,
      basis: one.basis,
      shown: shownOf(one),
    })),
  }
}

/** What a plan over everybody would do, as things are. */
export async function changesNow(ports: Ports, rules: Rules, options: CycleOptions): Promise<readonly Change[]> {
  const journal = { ...ports.journal, watermark: () => Promise.resolve(null) }
  const changes: Change[] = []
  for await (const { plan } of planCycle({ ...ports, journal }, rules, { ...options, verify: true }))
    changes.push(...plan.changes.filter(({ action, members }) => action !== 'none' && members === undefined))
  return changes
}

const perPage = 2

/** Applies it. Returns what it did that `fresh` would not have done; a process may die on the way. */
export async function applyLate(
  ports: Ports,
  rules: Rules,
  options: CycleOptions,
  { kept, fresh }: { readonly kept: Kept; readonly fresh: readonly Change[] },
): Promise<readonly string[]> {
  const wrong: string[] = []
  const expected = new Set(fresh.map(sign))
  const shown = new Map(kept.objects.map((one) => [refKey(one.ref), one.shown]))
  const done = new Set<string>()
  const intend: Ports['journal']['intend'] = (plan) => {
    for (const change of plan.changes) {
      // A reference to an account that this plan made was shown as one to an account that comes.
      const late = 'patch' in change && change.patch.every(({ kind }) => kind === 'reference')
      if (late && done.has(refKey(change.ref))) continue
      if (change.action !== 'none' && !expected.has(sign(change)))
        wrong.push(`a late plan would ${change.action} ${change.ref.id}, and a fresh one would not`)
      if (change.action !== 'none' && shown.get(refKey(change.ref)) !== shownOf(change))
        wrong.push(`a late plan would ${change.action} ${change.ref.id} otherwise than it was shown`)
      done.add(refKey(change.ref))
    }
    return ports.journal.intend(plan)
  }
  const pages = async function* (): AsyncGenerator<readonly Approved[]> {
    await Promise.resolve()
    for (let at = 0; at < kept.objects.length; at += perPage) yield kept.objects.slice(at, at + perPage)
  }
  const plan = {
    total: kept.objects.length,
    objects: pages(),
    members: none(),
    carriedOut: (refs: readonly Ref[]) => Promise.resolve(refs.filter((ref) => done.has(refKey(ref)))),
    changed: () => Promise.resolve(),
    membersDone: () => Promise.resolve(),
  }
  await runApproved({ ...ports, journal: { ...ports.journal, intend } }, rules, options, plan).catch(
    (error: unknown) => {
      if (!isDeath(error)) throw error
    },
  )
  return wrong
}

/** What a person saw; whom a reference is about is seen, and not the account. */
function shownOf(change: Change): string {
  const patch = 'patch' in change ? change.patch : []
  return JSON.stringify([
    change.action,
    patch.map(({ op, path, from, to, kind }) => [op, path, from, kind === 'reference' ? null : to]),
  ])
}

function sign({ ref, action, basis }: Change): string {
  return `${refKey(ref)} ${action} ${basis}`
}

async function* none(): AsyncGenerator<never> {
  // Memberships have histories of their own.
}
