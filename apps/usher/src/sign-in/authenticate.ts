/** Whether somebody is who they say: by a password, then by a code where they have a second factor. */
import { attempt, succeeded, type Of } from '../store/attempts.ts'
import { localAccount, useStep } from '../store/local-accounts.ts'
import type { At } from './at.ts'
import { isPassword } from './passwords.ts'
import { opened, sealed } from './sealed.ts'
import { stepOf } from './second-factor.ts'

export type Outcome =
  | { readonly kind: 'signedIn'; readonly userId: string; readonly amr: readonly string[] }
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
  const account = await localAccount(at.store, name)
  const counted = countedAs(account?.userId ?? name, trying)
  const wait = await waitFor(at, counted)
  if (wait > 0) return tooMany(wait)
  // Somebody whom nobody knows costs as much as somebody who is there.
  if (!(await isPassword(password, account?.passwordHash ?? null)) || account === null) return wrong
  for (const [of, who] of counted) await succeeded(at.store, of, who)
  if (account.totp === null) return { kind: 'signedIn', userId: account.userId, amr: ['pwd'] }
  const until = trying.now + minutes * 60_000
  return { kind: 'code', proof: sealed(at.keys, 'code', { userId: account.userId, interaction: trying.interaction, until }) } // prettier-ignore
}

export async function byCode(at: At, proof: string, code: string, trying: Trying): Promise<Outcome> {
  const proved = opened<{ userId: string; interaction: string; until: number }>(at.keys, 'code', proof)
  if (proved === null || proved.interaction !== trying.interaction || proved.until < trying.now)
    return { kind: 'refused', message: 'That took too long. Begin again with the password.', wait: 0 }
  // Whoever tries codes has the password: in every browser they count together.
  const counted: readonly Counted[] = [['address', trying.address], ['account', `code:${proved.userId}`]] // prettier-ignore
  const wait = await waitFor(at, counted)
  if (wait > 0) return tooMany(wait)
  const totp = (await localAccount(at.store, proved.userId))?.totp ?? null
  const step = totp === null ? null : stepOf(at.keys.decrypt(totp), code.replaceAll(' ', ''), trying.now)
  if (step === null || !(await useStep(at.store, proved.userId, step)))
    return { kind: 'refused', message: 'This code is wrong, or was used already. Wait for the next one.', wait: 0 }
  for (const [of, who] of counted) await succeeded(at.store, of, who)
  return { kind: 'signedIn', userId: proved.userId, amr: ['pwd', 'otp'] }
}

type Counted = readonly [of: Of, who: string]

/** Whoever guesses at an account would lock out who has it, were it not for the browsers that they have used before. */
function countedAs(account: string, { known, address }: Trying): readonly Counted[] {
  if (known !== null && known.userId === account) return [['browser', known.browser]]
  return [['address', address], ['account', account]] // prettier-ignore
}

async function waitFor({ store }: At, counted: readonly Counted[]): Promise<number> {
  for (const [of, who] of counted) {
    const wait = await attempt(store, of, who)
    if (wait > 0) return wait
  }
  return 0
}

function tooMany(wait: number): Outcome {
  return { kind: 'refused', message: `Too many attempts failed. Try again in ${wait} seconds.`, wait }
}
