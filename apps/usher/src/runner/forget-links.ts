/** Links that a restart forgets: those of people whose account is still to be taken away are needed until then. */
import { isUndecided, ruleFor, verdict, type Entry, type Look, type Rules } from '@usher/engine'
import type { Application } from '../store/applications.ts'
import { activeLinks, dropForgotten, keepForgotten, someForgotten } from '../store/forgotten-links.ts'
import { isInbound } from '../store/inbound-jobs.ts'
import type { Job } from '../store/jobs.ts'
import { looksOf } from '../store/journal.ts'
import { contextOf, rulesOf, sourceOf, type House } from './open-job.ts'

/** The removal is still to come. */
const waiting: ReadonlySet<Look['why']> = new Set(['removalHeld', 'gathered', 'failed'])

/** Whose account is managed, active and out of scope: the next cycle takes it away, through the guard. */
export async function leaversOf(house: House, app: Application, job: Job): Promise<readonly string[]> {
  if (isInbound(job)) return []
  const leavers: string[] = []
  for await (const { entry, leaves } of judged(house, { app, job }, false)) if (leaves) leavers.push(entry.ref.id)
  return leavers
}

/** After a whole cycle: what a restart kept is forgotten, unless the removal failed or waits for a person's decision. */
export async function forgetTheRest(house: House, app: Application, job: Job): Promise<void> {
  const { store } = house
  if (!(await someForgotten(store, job.id))) return
  const back: string[] = []
  const done: string[] = []
  for await (const { entry, leaves } of judged(house, { app, job }, true)) {
    const looks = (await looksOf(store, job.id, [entry.ref])).get(`${entry.ref.type}/${entry.ref.id}`) ?? []
    const waits = looks.some(({ why }) => waiting.has(why))
    if (!leaves) back.push(entry.ref.id)
    else if (!waits) done.push(entry.ref.id)
  }
  await keepForgotten(store, job.id, back)
  await dropForgotten(store, job.id, done)
}

async function* judged(
  house: House,
  { app, job }: { readonly app: Application; readonly job: Job },
  forgotten: boolean,
): AsyncGenerator<{ readonly entry: Entry; readonly leaves: boolean }> {
  const rules = rulesOf(app, job)
  const reads = new Set(rules.flatMap(({ scope }) => [...scope.reads]))
  const source = sourceOf(house.store, app, job, reads)
  const context = await contextOf(house)
  for await (const refs of activeLinks(house.store, job.id, { forgotten })) {
    for (const entry of await source.read(refs)) yield { entry, leaves: leaves(rules, entry, context) }
  }
}

function leaves(rules: Rules, entry: Entry, context: Parameters<typeof verdict>[2]): boolean {
  const judgement = verdict(ruleFor(rules, entry.ref).scope, entry, context)
  return !judgement.inScope && !isUndecided(judgement.because)
}
