/** Whether somebody may do something: the one place that decides. */
import type { Action } from './actions.ts'
import { permissions } from './permissions.ts'
import { ownerActions, roles } from './roles.ts'

/** Who asks. `permissions`: application permissions (`roles` of a token), or what a person lets the application do (`scp`). */
export type Caller = {
  readonly kind: 'user' | 'app'
  /** Object id of the person or the service principal. */
  readonly id: string
  /** As the audit log names them: `ana@contoso.example`, `app:Terraform`, `cli:root`. */
  readonly name: string
  /** Of the client that holds the token; null on this machine, where the token of the service was used. */
  readonly appId: string | null
  readonly tenant: string
  readonly permissions: ReadonlySet<string>
  /** Actions that directory roles give, built-in and custom. */
  readonly allowed: ReadonlySet<Action>
}

const byValue = new Map(permissions.map((permission) => [permission.value, permission]))
const byRole = new Map(roles.map(({ id, gives }) => [id, gives]))

/** What these built-in roles allow together; an id of another role gives nothing. */
export function actionsOfRoles(ids: Iterable<string>): ReadonlySet<Action> {
  return new Set([...ids].flatMap((id) => byRole.get(id) ?? []))
}

/** `isOwner`: of the application, registration or group that it is about. */
export function may(caller: Caller, action: Action, isOwner: boolean): boolean {
  const granted = [...caller.permissions].some((value) => {
    const permission = byValue.get(value)
    if (permission === undefined || !permission.gives.includes(action)) return false
    return caller.kind === 'user' || permission.owned !== true || isOwner
  })
  if (caller.kind === 'app') return granted || caller.allowed.has(action)
  return granted && (caller.allowed.has(action) || (isOwner && ownerActions.has(action)))
}
