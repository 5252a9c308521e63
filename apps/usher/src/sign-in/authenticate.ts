/** Whether somebody is who they say: by a password, then by a code where they have a second factor. */
import { attempt, succeeded, type Of } from '../store/attempts.ts'
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
export type Trying = {
  readonly interaction: string
  readonly address: string
  readonly now: number
  /** What the browser keeps of who signed in with it before. */
  readonly known: Known | null
}
export type Known = { readonly userId: string; readonly browser: string }

const minutes = 5
const wrong: Outcome = { kind: 'refused', message: 'The account name or the password is wrong.', wait: 0 }

export async function byPassword(at: At, name: string, password: string, trying: Trying): Promise<Outcome> {
  const account = await accountIn(at.store, name)
  const kept = keptIn(at, account)
  const counted = countedAs(account, name, trying)
  const wait = await waitFor(kept, counted)
  if (wait > 0) return tooMany(wait)
  // Somebody whom nobody knows costs as much as somebody who is there.
  if (!(await isPassword(password, account?.passwordHash ?? null)) || account === null) return wrong
  for (const [of, who] of counted) await succeeded(kept, of, who)
  if (account.totp === null) return { kind: 'signedIn', userId: account.userId, amr: ['pwd'], own: true }
  const until = trying.now + minutes * 60_000
  return { kind: 'code', proof: sealed(at.keys, 'code', { userId: account.userId, interaction: trying.interaction, until }) } // prettier-ignore
}

export async function byCode(at: At, proof: string, code: string, trying: Trying): Promise<Outcome> {
  const proved = opened<{ userId: string; interaction: string; until: number }>(at.keys, 'code', proof)
  if (proved === null || proved.interaction !== trying.interaction || proved.until < trying.now)
    return { kind: 'refused', message: 'That took too long. Begin again with the password.', wait: 0 }
  // Whoever tries codes has the password: in every browser they count together.
  const account = await accountIn(at.store, proved.userId)
  const kept = keptIn(at, account)
  const counted: readonly Counted[] = [['address', trying.address], ['account', `code:${account?.kept.userId ?? proved.userId}`]] // prettier-ignore
  const wait = await waitFor(kept, counted)
  if (wait > 0) return tooMany(wait)
  const totp = account?.totp ?? null
  const step = totp === null ? null : stepOf(at.keys.decrypt(totp), code.replaceAll(' ', ''), trying.now)
  if (account === null || step === null || !(await useStep(kept, account.kept.userId, step)))
    return { kind: 'refused', message: 'This code is wrong, or was used already. Wait for the next one.', wait: 0 }
  for (const [of, who] of counted) await succeeded(kept, of, who)
  return { kind: 'signedIn', userId: proved.userId, amr: ['pwd', 'otp'], own: true }
}

type Counted = readonly [of: Of, who: string]

type Kept = Pick<At['store'], 'db' | 'tenant'>

/** Where the password of an account is, and tries are counted: a guest has no more of them than at home. */
function keptIn({ store }: At, account: Account | null): Kept {
  return { db: store.db, tenant: account?.kept.tenant ?? store.tenant }
}

/** Whoever guesses at an account would lock out who has it, were it not for the browsers that they have used before. */
function countedAs(account: Account | null, name: string, { known, address }: Trying): readonly Counted[] {
  if (known !== null && known.userId === (account?.userId ?? name)) return [['browser', known.browser]]
  return [['address', address], ['account', account?.kept.userId ?? name]] // prettier-ignore
}

async function waitFor(kept: Kept, counted: readonly Counted[]): Promise<number> {
  for (const [of, who] of counted) {
    const wait = await attempt(kept, of, who)
    if (wait > 0) return wait
  }
  return 0
}

function tooMany(wait: number): Outcome {
  return { kind: 'refused', message: `Too many attempts failed. Try again in ${wait} seconds.`, wait }
}
