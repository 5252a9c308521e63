/**
 * Who may change how somebody signs in, or whether they can: whoever may do at least what they may (graph-api.md 10).
 *
 * What somebody may is what their roles give, by groups too, and what the clients may that they own, since an owner can act as those.
 */
import { sql } from 'kysely'
import { allowedBy } from '../../sign-in/caller.ts'
import type { Store } from '../../store/directory.ts'
import { rolesOfPerson } from '../../store/principals.ts'
import { denied, type GraphFault } from '../wire/fault.ts'
import { hasAll, powers } from './act-as.ts'
import type { Action } from './actions.ts'
import type { Caller } from './may.ts'

type Person = { readonly id: string; readonly userPrincipalName: string }

/** Throws `GraphFault` (403) unless the caller may do at least what the person may, whether they can sign in now or not. */
export async function mustGovern(store: Store, caller: Caller | undefined, person: Person): Promise<void> {
  if (caller === undefined) throw doesMore(person)
  if (caller.id === person.id) return
  const theirs = new Set<Action>([...allowedBy(await rolesOfPerson(store, person.id)), ...(await owned(store, person))])
  if (theirs.size > 0 && !hasAll(asThemselves(caller), theirs)) throw doesMore(person)
}

/** What a program may do for a person was looked at by the route; here it is about the person behind it. */
function asThemselves(caller: Caller): Caller {
  return caller.kind === 'app' ? caller : { ...caller, permissions: new Set(['user_impersonation']) }
}

function owned(store: Store, { id }: Person): Promise<ReadonlySet<Action>> {
  const { tenant } = store
  return powers(
    store,
    sql`select a.id from owner o
      left join app_registration r on o.owned_type = 'application' and r.tenant_id = o.tenant_id and r.id = o.owned_id
      join application a on a.tenant_id = o.tenant_id and (a.app_id = r.app_id or (o.owned_type = 'servicePrincipal' and a.id = o.owned_id))
      where o.tenant_id = ${tenant} and o.owner_id = ${id}::uuid`,
  )
}

function doesMore({ userPrincipalName }: Person): GraphFault {
  return denied(
    `${userPrincipalName} may do more than you may, so whether and how they sign in is not yours to change.`,
  )
}

/** By what somebody signs in, is found by another provider, or proves who they are to a person who helps them. */
const sensitive = [
  'userPrincipalName', 'accountEnabled', 'mail', 'mailNickname', 'otherMails', 'proxyAddresses', 'identities', 'onPremisesImmutableId',
  'mobile', 'telephoneNumber', 'employeeId',
] as const // prettier-ignore

type Values = Readonly<Record<string, unknown>>

/** Whether a change is about that. `before`: as it is now, by the names of the directory. */
export function concernsSignIn(before: Values, change: Values): boolean {
  return sensitive.some((name) => name in change && plain(change[name]) !== plain(before[name]))
}

function plain(value: unknown): string {
  return JSON.stringify(value === '' ? null : (value ?? null))
}
