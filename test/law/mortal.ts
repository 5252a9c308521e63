import type { Ports } from '@usher/engine'
import type { Episode } from './histories.ts'

export class Crash extends Error {}

/** Ports of a process that dies at one call; whatever it still had in flight does nothing any more. */
export function mortal(ports: Ports, crash: Episode['crash']): Ports {
  if (crash === null) return ports
  let calls = 0
  let dead = false
  const wrap =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (dead) throw new Crash()
      calls += 1
      if (calls !== crash.call) return call(...args)
      dead = true
      if (crash.when === 'after') await call(...args).catch(() => undefined)
      throw new Crash()
    }
  const { source, target, journal } = ports
  return {
    ...ports,
    source: { changes: source.changes, read: wrap(source.read) },
    target: {
      ...target,
      find: wrap(target.find),
      get: wrap(target.get),
      create: wrap(target.create),
      update: wrap(target.update),
    },
    journal: {
      ...journal,
      links: wrap(journal.links),
      looksOf: wrap(journal.looksOf),
      intend: wrap(journal.intend),
      record: wrap(journal.record),
    },
  }
}
