/** One person as an inbound job was sent them: what becomes of what was said, before the directory is asked. */
import type { Check, MappingContext } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { toDirectoryUser } from './directory-user.ts'
import { isInScope } from './in-scope.ts'
import type { InboundMapping } from './inbound-mapping.ts'
import { saidBy } from './scim-record.ts'
import type { UploadOperation } from './upload.ts'

export type Person = {
  readonly key: string
  readonly bulkId: string | null
  readonly attributes: Attributes
  readonly onCreate: Attributes
  readonly managerKey: string | null | undefined
  readonly problems: readonly string[]
  /** Null: in scope. */
  readonly left: { readonly checks: readonly Check[]; readonly sentence: string } | null
}
/** Names nobody, so nothing can be done. */
export type Nobody = { readonly key: null; readonly bulkId: string | null; readonly sentence: string }

export function readPerson(
  mapping: InboundMapping,
  { bulkId, data }: UploadOperation,
  context: MappingContext,
): Person | Nobody {
  const said = saidBy(data)
  const { key, problems, ...mapped } = toDirectoryUser(mapping, said, context)
  if (key === null) {
    const because = problems[0] ?? `There is nothing in ${[...mapping.key.reads].join(', ')}.`
    return { key, bulkId, sentence: `names nobody: ${because}` }
  }
  const { passed, checks, sentence } = isInScope(mapping, said)
  return { key, bulkId, ...mapped, problems, left: passed ? null : { checks, sentence } }
}

/** In the order in which they came, each person once in a round: what is said later of somebody comes after. */
export function roundsOf<P extends { readonly key: string }>(people: readonly P[]): readonly (readonly P[])[] {
  const rounds: P[][] = []
  const seen = new Map<string, number>()
  for (const person of people) {
    const round = seen.get(person.key) ?? 0
    seen.set(person.key, round + 1)
    ;(rounds[round] ??= []).push(person)
  }
  return rounds
}
