/** Every directory of the service at work, and which of them is meant. */
import { findIn, listDirectories, type Directory } from './store/directories.ts'
import type { Context } from './api/context.ts'
import { commonSignIn } from './sign-in/sign-in.ts'
import { openDirectory, type AtWork, type Ground } from './directory.ts'
import { dropDirectory, endedDirectories } from './store/remove-directory.ts'

/** What routes ask about the others. */
export type Directories = {
  list(): readonly Directory[]
  several(): boolean
  /** What metrics name a directory by; undefined: there is but one. */
  labelOf(tenant: string): string | undefined
  /** Of each that is at work. */
  contexts(): readonly Context[]
  contextOf(tenant: string): Context | null
  /** The store has others than before. */
  changed(): Promise<void>
}
export type Working = Directories & {
  /** The first, where nobody says which. */
  first(): AtWork
  /** By id; null: there is none. */
  byId(tenant: string): AtWork | null
  /** By id, domain or name. Throws `Wrong` (notFound). */
  byName(named: string): AtWork
  close(): Promise<void>
}

/** How often other processes are asked whether they added or removed one, in milliseconds. */
const beat = 2000
/** Seconds after which no process works on a removed one any more, whose rows go then. */
const patience = 10

export async function openDirectories(ground: Ground): Promise<Working> {
  const { db } = ground
  const common = commonSignIn({
    perSecond: ground.config.rateLimit,
    fault: ground.observing.fault('Signing in failed.'),
  })
  const works = new Map<string, AtWork>()
  let known: readonly Directory[] = []
  let turn: Promise<void> = Promise.resolve()
  let closing = false

  const refresh = async (): Promise<void> => {
    if (closing) return
    const now = await listDirectories(db)
    known = now
    const there = new Set(now.map(({ id }) => id))
    const gone = [...works.values()].filter(({ tenant }) => !there.has(tenant))
    for (const { tenant } of gone) works.delete(tenant)
    await Promise.all(gone.map((one) => one.close()))
    for (const { id } of now) if (!works.has(id)) works.set(id, openDirectory({ ground, common, directories }, id))
    for (const id of await endedDirectories(db, ground.exclusive ? 0 : patience)) await dropDirectory(db, id)
  }
  const changed = (): Promise<void> => {
    const next = turn.then(refresh)
    turn = next.catch(() => undefined)
    return next
  }
  const at = (id: string): AtWork => {
    const found = works.get(id)
    if (found === undefined) throw new Error('A directory is not at work.')
    return found
  }
  const directories: Working = {
    list: () => known,
    several: () => known.length > 1,
    labelOf: (tenant) => (known.length > 1 ? known.find(({ id }) => id === tenant)?.defaultDomain : undefined),
    contexts: () => [...works.values()].map(({ context }) => context),
    contextOf: (tenant) => works.get(tenant)?.context ?? null,
    changed,
    first() {
      const found = known.find(({ id }) => works.has(id))
      if (found === undefined) throw new Error('No directory is at work.')
      return at(found.id)
    },
    byId: (tenant) => works.get(tenant) ?? null,
    byName: (named) => at(findIn(known, named).id),
    async close() {
      closing = true
      clearInterval(timer)
      await turn
      await Promise.all([...works.values()].map((one) => one.close()))
    },
  }
  const report = ground.observing.fault('Directories could not be listed; it is tried again.')
  const timer = ground.exclusive ? undefined : setInterval(() => void changed().catch(report), beat)
  try {
    await changed()
  } catch (error) {
    await directories.close()
    throw error
  }
  return directories
}
