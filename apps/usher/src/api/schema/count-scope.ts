import { reasonOfScope, ruleFor, verdict, type OutOfScope, type Rule } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { contextOf, rulesOf, sourceOf, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'
import { Wrong } from '../../store/directory.ts'
import { nameOf } from '../../store/named-object.ts'

type On = { readonly app: Application; readonly job: Job }

/** `out`: how many for each reason, which is said. */
export type Counted = {
  readonly looked: number
  readonly total: number | null
  readonly inScope: number
  readonly out: readonly { readonly code: OutOfScope; readonly says: string; readonly count: number }[]
  readonly done: boolean
}

/** Counts who is in scope and who is not, and tells after each page of the directory. `isAway`: nobody reads it any more. */
export async function countScope(
  house: House,
  { app, job }: On,
  { type, isAway }: { readonly type: string; readonly isAway: () => boolean },
  tell: (counted: Counted) => void,
): Promise<void> {
  const { scope } = ruleOfType({ app, job }, type)
  const context = await contextOf(house)
  const out = new Map<OutOfScope, number>()
  let [looked, inScope] = [0, 0]
  let total: number | null = null
  const told = (done: boolean): Counted => ({
    looked,
    total,
    inScope,
    out: [...out]
      .toSorted(([, a], [, b]) => b - a)
      .map(([code, count]) => ({ code, says: sentence(reasonOfScope(code)), count })),
    done,
  })
  for await (const page of sourceOf(house.store, app, job, scope.reads).changes({ type, after: null })) {
    if (isAway()) return
    total = page.total ?? total
    for (const entry of page.entries) {
      const judged = verdict(scope, entry, context)
      looked += 1
      if (judged.inScope) inScope += 1
      else out.set(judged.because, (out.get(judged.because) ?? 0) + 1)
    }
    tell(told(false))
  }
  tell(told(true))
}

/** Why one person or group is in scope, or is not: every check with what it saw. */
export async function whyScope(house: House, { app, job }: On, ref: Ref) {
  const { scope } = ruleOfType({ app, job }, ref.type)
  const [entry] = await sourceOf(house.store, app, job, scope.reads).read([ref])
  if (entry === undefined) throw new Error('The directory answers without the object')
  const judged = verdict(scope, entry, await contextOf(house))
  return {
    name: await nameOf(house.store, ref),
    inScope: judged.inScope,
    says: judged.inScope ? 'In scope: every check holds.' : `Not in scope: ${reasonOfScope(judged.because)}.`,
    checks: judged.checks.map(({ name, passed, expected, actual, problem, decides }) => ({
      name,
      passed,
      expected: expected ?? null,
      actual,
      problem: problem ?? null,
      decides: decides ?? false,
    })),
  }
}

function ruleOfType({ app, job }: On, type: string): Rule {
  const rule = ruleFor(rulesOf(app, job), { type })
  if (rule.type !== type)
    throw new Wrong('invalid', `No enabled mapping of these is in the schema, so none of them is in scope.`)
  return rule
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
