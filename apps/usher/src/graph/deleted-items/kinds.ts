/** What can be deleted and restored, one row for each type (graph-api.md 5.7). */
import type { Action } from '../access/actions.ts'
import type { Answer, Call } from '../route.ts'
import { applicationKind, servicePrincipalKind } from './applications.ts'
import { groupKind, userKind } from './directory.ts'

export type DeletedKind = {
  /** `microsoft.graph.…`. */
  readonly type: string
  readonly read: Action
  readonly write: Action
  /** A page of those that are deleted. */
  list(call: Call): Promise<Answer>
  count(call: Call): Promise<number>
  /** One that is deleted, as it is answered; null when no such one has this id. */
  find(call: Call, id: string): Promise<Readonly<Record<string, unknown>> | null>
  /** Brings it back; as it is answered then. */
  restore(call: Call, id: string): Promise<Readonly<Record<string, unknown>>>
  purge(call: Call, id: string): Promise<void>
}

export const deletedKinds: readonly DeletedKind[] = [userKind, groupKind, applicationKind, servicePrincipalKind]
