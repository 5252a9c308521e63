import type { Ladder } from '../job/ladder.ts'
import type { Change, Exchange, Instant, Look } from '../types.ts'

type Chosen = { readonly value: string; readonly secret: boolean }

/** One change, what was exchanged because of it so far, and the looks it had before. */
export type Attempt = {
  readonly change: Change
  readonly trace: Exchange[]
  readonly before: readonly Look[]
  /** Values that were about to be written and must not be told. */
  readonly secrets: Set<string>
  /** The values of SelectUniqueValue that it got, by path; kept when it is tried once more. */
  readonly chosen: Map<string, Chosen>
  readonly retries: Ladder
  now(): Instant
}
