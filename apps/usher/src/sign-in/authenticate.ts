/** Whether somebody is who they say: by a password, then by a code where they have a second factor. */
import { attempt, succeeded } from '../store/attempts.ts'
import { accountIn, type Account } from '../store/guests.ts'
import { useStep } from '../store/local-accounts.ts'
import type { At } from './at.ts'
import { isPassword } from './passwords.ts'
import { opened, sealed } from './sealed.ts'
import { stepOf } from './second-factor.ts'

export type Outcome =
  /** `own`: with the account that they have in their own directory, which a guest is asked for. */
  | { readonly kind: 'signedIn'; readonly userId: string; readonly amr: readonly string[]; readonly own: boolean }
  /** The password was right, and a code is needed: `proof` is sent along with it. */
  | { readonly kind: 'code'; readonly proof: string }
  | { readonly kind: 'refused'; readonly message: string; readonly wait: number }

/** `interaction`: which sign-in it is, so that what was proved for one counts for no other. */
export type Trying = { readonly interaction: string; readonly address: string; readonly now: number }

const minutes = 5
const wrong: Outcome = { kind: 'refused', message: 'The account name or the password is wrong.', wait: 0 }

export async function byPassword(at: At, name: string, password: string, trying: Trying): Promise<Outcome> {
  const wait = await waitFor(at, name, trying)
  if (wait > 0) return tooMany(wait)
  const account = await accountIn(at.store, name)
  const late = account === null ? 0 : await waitAtHome(at, account)
  if (late > 0) return tooMany(late)
  // Somebody whom nobody knows costs as much as somebody who is there.
  if (!(await isPassword(password, account?.passwordHash ?? null)) || account === null) return wrong
  await succeeded(at.store, name, trying.address)
  if (isGuest(at, account)) await succeeded(homeOf(at, account), account.kept.name, trying.address)
  if (account.totp === null) return { kind: 'signedIn', userId: account.userId, amr: ['pwd'], own: true }
  const until = trying.now + minutes * 60_000
  return { kind: 'code', proof: sealed(at.keys, 'code', { userId: account.userId, interaction: trying.interaction, until }) } // prettier-ignore
}

export async function byCode(at: At, proof: string, code: string, trying: Trying): Promise<Outcome> {
  const proved = opened<{ userId: string; interaction: string; until: number }>(at.keys, 'code', proof)
  if (proved === null || proved.interaction !== trying.interaction || proved.until < trying.now)
    return { kind: 'refused', message: 'That took too long. Begin again with the password.', wait: 0 }
  const name = `code:${proved.userId}`
  const wait = await waitFor(at, name, trying)
  if (wait > 0) return tooMany(wait)
  const account = await accountIn(at.store, proved.userId)
  const totp = account?.totp ?? null
  const step = totp === null ? null : stepOf(at.keys.decrypt(totp), code.replaceAll(' ', ''), trying.now)
  if (account === null || step === null || !(await useStep(homeOf(at, account), account.kept.userId, step)))
    return { kind: 'refused', message: 'This code is wrong, or was used already. Wait for the next one.', wait: 0 }
  await succeeded(at.store, name, trying.address)
  return { kind: 'signedIn', userId: proved.userId, amr: ['pwd', 'otp'], own: true }
}

/** Where the password of an account is. */
const homeOf = ({ store }: At, { kept }: Account) => ({ db: store.db, tenant: kept.tenant })
const isGuest = ({ store }: At, { kept }: Account): boolean => kept.tenant !== store.tenant

/** A guest's password is tried as often as if it could be tried in their own directory only. */
async function waitAtHome(at: At, account: Account): Promise<number> {
  return isGuest(at, account) ? attempt(homeOf(at, account), 'account', account.kept.name) : 0
}

async function waitFor({ store }: At, account: string, { address }: Trying): Promise<number> {
  return (await attempt(store, 'address', address)) || (await attempt(store, 'account', account))
}

function tooMany(wait: number): Outcome {
  return { kind: 'refused', message: `Too many attempts failed. Try again in ${wait} seconds.`, wait }
}
