/**
 * The law: whatever happened to the source, and however often the target failed or the process died, enough cycles
 * make the target agree with the source, with no duplicates; and then a dry run is empty.
 */
import type { Instant, Journal, Link, Rules, Shard } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import type fc from 'fast-check'
import type { History } from './histories.ts'
import { Lived } from './lived.ts'
import type { Changed, Lane } from './memory-lanes.ts'
import type { MemoryTarget } from './memory-target.ts'
import type { World } from './world.ts'

/** A journal under test. `restart` forgets the watermark; `saved`: the mapping was saved anew. */
export type Remembering = {
  journal(now: () => Instant, lane?: Lane): Journal
  /** A cycle begins; says which objects changed after a mark. Absent where there are no lanes. */
  begin?(changed: Changed): void
  /** What an initial cycle was cut into, and the claims of one shard; absent where there are none. */
  readonly shards?: {
    get(): readonly Shard[]
    set(shards: readonly Shard[]): void
    release(lane: Lane): void
  }
  restart(): Promise<void>
  saved(): Promise<void>
  /** A person allows everything that is held. */
  allow(): Promise<void>
}

/** How things stand when all has come to rest. `rule`: which of the law's rules holds. */
export type End = {
  readonly world: World
  readonly target: MemoryTarget
  readonly now: Instant
  readonly rule: number
  /** By the id of the person. */
  readonly links: ReadonlyMap<string, Link>
  /** People of whom a failure is known. */
  readonly failed: ReadonlySet<string>
}

/**
 * `rule`: which of the law's rules holds. `resting`: nothing happens any more, and what is held is allowed. `switchedOff`: accounts
 * that cycles switched off, without those of people who came back.
 */
export type Moment = { readonly rule: number; readonly resting: boolean; readonly switchedOff: number }

export type Accounts = ReadonlyMap<string, Attributes>

/** What is mapped, what may happen, and what then must be true. */
export type Law = {
  readonly rules: readonly Rules[]
  readonly histories: fc.Arbitrary<History>
  /** Histories that it did not hold over once; they are lived through first. */
  readonly examples?: readonly (readonly [History])[]
  /** The end is looked at so many days after all came to rest, each time. */
  readonly daysLater: readonly number[]
  /** People who cannot have an account as things are. */
  excused(end: End): ReadonlySet<string>
  disagreements(end: End, excused: ReadonlySet<string>): readonly string[]
  /** What a cycle must not have done, whatever failed meanwhile. */
  transgressions(before: Accounts, after: Accounts, at: Moment): readonly string[]
}

/** Lives through a history and returns what is wrong in the end; nothing means that the law holds. */
export async function breaks(law: Law, history: History, memory: Remembering): Promise<readonly string[]> {
  const life = new Lived(law, memory)
  for (const episode of history) await life.through(episode)
  life.target.failNext([])
  // What somebody changed by hand is noticed when everything is read again.
  if (life.touched) await memory.restart()
  const wrong: string[] = []
  for (const days of law.daysLater) {
    life.pass(days)
    await life.comeToRest()
    const end = await life.end()
    const excused = law.excused(end)
    wrong.push(...law.disagreements(end, excused), ...untold(end, excused), ...(await life.leftToDo(excused)))
  }
  return [...life.transgressions, ...wrong]
}

/** Who cannot have an account is told so. */
function untold({ failed }: End, excused: ReadonlySet<string>): readonly string[] {
  return [...excused].filter((id) => !failed.has(id)).map((id) => `${id} has no account, and nothing says why`)
}
