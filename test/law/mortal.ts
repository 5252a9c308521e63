import { TargetUnusable, type Ports } from '@usher/engine'
import type { Episode } from './histories.ts'

export class Crash extends Error {}

/** The process died, or the application cannot be used: what a cycle may end with. */
export function isDeath(error: unknown): boolean {
  return error instanceof Crash || error instanceof TargetUnusable
}

/**
 * Makes ports those of a process that dies at one call; whatever it still had in flight does nothing any more.
 *
 * `inFlight`: what reached a store or the target already is carried out there, and is over before another process begins:
 * the store lets nobody take the job while a transaction of the one before is open.
 */
export function mortal(crash: Episode['crash'], inFlight: Set<Promise<unknown>>): (ports: Ports) => Ports {
  if (crash === null) return (ports) => ports
  let calls = 0
  let dead = false
  const tracked = <R>(work: Promise<R>): Promise<R> => {
    inFlight.add(work)
    void work.then(
      () => inFlight.delete(work),
      () => inFlight.delete(work),
    )
    return work
  }
  const wrap =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (dead) throw new Crash()
      calls += 1
      if (calls !== crash.call) return tracked(call(...args))
      dead = true
      if (crash.when === 'after') await tracked(call(...args)).catch(() => undefined)
      throw new Crash()
    }
  return ({ source, target, journal, ...ports }) => ({
    ...ports,
    source: { ...source, read: wrap(source.read), present: wrap(source.present) },
    target: {
      ...target,
      find: wrap(target.find),
      get: wrap(target.get),
      create: wrap(target.create),
      update: wrap(target.update),
      delete: wrap(target.delete),
      changeMembers: wrap(target.changeMembers),
      members: wrap(target.members),
    },
    journal: {
      ...journal,
      links: wrap(journal.links),
      owners: wrap(journal.owners),
      looksOf: wrap(journal.looksOf),
      intend: wrap(journal.intend),
      record: wrap(journal.record),
      members: {
        ...journal.members,
        links: wrap(journal.members.links),
        intend: wrap(journal.members.intend),
        record: wrap(journal.members.record),
        wasRead: wrap(journal.members.wasRead),
        distrust: wrap(journal.members.distrust),
      },
    },
  })
}
