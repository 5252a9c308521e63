/** What is held until somebody decides: three kinds, one table. */
import type { Gives, Name } from '../../api/ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { plural } from '../../parts/numbers.ts'
import { type WaitingKind, waiting } from '../../parts/waiting.ts'

export type Decision = 'allowed' | 'rejected'
export type Removals = Gives<'GET /usher/apps/{app}/removals'>
type Changes = Gives<'GET /usher/apps/{app}/changes'>
type Adoptions = Gives<'GET /usher/apps/{app}/adoptions'>
export type Page = Pick<Removals, 'totals' | 'next'> & Partial<Removals> & Partial<Changes> & Partial<Adoptions>
/** One that is held, of whichever kind. */
export type Held = Removals['removals'][number] &
  Partial<Changes['changes'][number]> &
  Partial<Adoptions['adoptions'][number]>

type About = {
  readonly kind: WaitingKind
  readonly asks: Extract<Name, `GET /usher/apps/{app}/${WaitingKind}`>
  readonly decides: Extract<Name, `POST /usher/apps/{app}/${WaitingKind}`>
  readonly tab: string
  /** What is allowed of one: `the removal of Ana`. */
  readonly ofOne: (who: string) => string
  readonly about: (app: string) => string
  readonly none: string
  /** What a decision does to so many. */
  readonly does: Readonly<Record<Decision, (whose: string, app: string) => string>>
  /** A decision that takes something away. */
  readonly isDangerous: (decision: Decision) => boolean
}

const untilAnew = 'until the person changes in the directory, or for 30 days'

const told: readonly About[] = [
  {
    kind: 'removals',
    asks: 'GET /usher/apps/{app}/removals',
    decides: 'POST /usher/apps/{app}/removals',
    tab: 'Removals',
    ofOne: (who) => `the removal of ${who}`,
    about: (app) =>
      `So many at once may be a mistake. Accounts in ${app} stay as they are until you decide; everything else goes on.`,
    none: 'No removal is held. When unusually many accounts would be disabled or deleted, they wait here.',
    does: {
      allowed: (whose, app) => `${whose} in ${app} will be disabled or deleted within seconds, as the mapping says.`,
      rejected: (whose, app) => `${whose} in ${app} will be left alone ${untilAnew}.`,
    },
    isDangerous: (decision) => decision === 'allowed',
  },
  {
    kind: 'changes',
    asks: 'GET /usher/apps/{app}/changes',
    decides: 'POST /usher/apps/{app}/changes',
    tab: 'Unusual changes',
    ofOne: (who) => `the change of ${who}`,
    about: (app) =>
      `So many alike may be a mistake in a mapping or in the directory. Nothing of these is written in ${app} until you decide; everything else goes on.`,
    none: 'No change is held. When unusually many attributes would become empty, names change or accounts be made, they wait here.',
    does: {
      allowed: (whose, app) => `${whose} in ${app} will be written by the next cycle, as the mapping says.`,
      rejected: (whose, app) => `${whose} in ${app} will be left as it is ${untilAnew}.`,
    },
    isDangerous: (decision) => decision === 'allowed',
  },
  {
    kind: 'adoptions',
    asks: 'GET /usher/apps/{app}/adoptions',
    decides: 'POST /usher/apps/{app}/adoptions',
    tab: 'Adoptions',
    ofOne: (who) => `the adoption by ${who}`,
    about: (app) =>
      `Accounts that were in ${app} before, and that the matching attribute says are of these people. Until you agree nothing is written for them, and no second account is made.`,
    none: 'No account waits to be taken over. With Take over after review, in Properties, accounts that were there before wait here.',
    does: {
      allowed: (whose, app) =>
        `${whose} in ${app} will be taken over by the next cycle: from then on the mapping decides about it.`,
      rejected: (whose, app) => `${whose} in ${app} will not be taken over, and no other account is made.`,
    },
    isDangerous: () => false,
  },
]

export const kinds = told.map((one) => ({ ...one, ...calls(one.kind) }))
export type Known = (typeof kinds)[number]

function calls(kind: WaitingKind) {
  const { one, count } = waiting.find((row) => row.kind === kind) ?? waiting[0]
  return { one, count }
}

/** Of the kinds the one that the address names, else the first of which something waits. */
export function kindOf(named: string | null, job: Status['job']): Known {
  const [first] = kinds as [Known]
  return kinds.find(({ kind }) => kind === named) ?? kinds.find(({ count }) => count(job) > 0) ?? first
}

export function rowsOf(page: Page): readonly Held[] {
  return page.removals ?? page.changes ?? page.adoptions ?? []
}

/** Whose accounts a decision is about: `11 accounts`, `This account`. */
export function whoseAccounts(count: number): string {
  return count === 1 ? 'This account' : plural(count, 'account')
}
