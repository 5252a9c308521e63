import type { Gives } from '../../api/ask.ts'

export type Account = Gives<'GET /usher/apps/{app}/accounts'>['accounts'][number]
export type Kind = Account['kind']

/** UI-13: the three groups of accounts, and what an administrator does about each. */
export const kinds: readonly { readonly kind: Kind; readonly text: string; readonly says: string }[] = [
  {
    kind: 'local',
    text: 'Local',
    says: 'Nobody of the directory matches. They are managed in the application alone; decide whether they should still be there.',
  },
  {
    kind: 'unassigned',
    text: 'Unassigned',
    says: 'Somebody of the directory matches and does not have the application. Assign them, and their account is taken over as it is.',
  },
  {
    kind: 'assigned',
    text: 'Assigned',
    says: 'Somebody who has the application: their account is managed, or will be.',
  },
]

export function kindOf(text: string | null): Kind {
  return kinds.find(({ kind }) => kind === text)?.kind ?? 'unassigned'
}

/** Those of whom it is known whose they are: one person each, so that nobody gets an account that is another's. */
export function assignable(accounts: readonly Account[]): readonly Account[] {
  return accounts.filter(({ kind, of }) => kind === 'unassigned' && of.length === 1)
}

/** Whose an account is, or why nobody knows. */
export function whoseIs({ of }: Account): string {
  const [one, ...others] = of
  if (one === undefined) return 'Nobody'
  return others.length === 0 ? one.displayName || one.userPrincipalName : `${of.length} people match`
}

/** What differs, as `GET /usher/apps/{app}/drift` says it at its end. */
export type Drift = {
  readonly compared: number
  readonly differs: number
  readonly gone: number
  readonly unrepaired: number
  readonly attributes: Readonly<Record<string, number>>
  readonly omitted: number
}
export type Differing = {
  readonly id: string
  readonly displayName: string
  readonly action: string
  readonly reason: string
  readonly changes: readonly {
    readonly displayName: string
    readonly oldValue: string | null
    readonly newValue: string | null
  }[]
}

/** What comparing and putting right say, line by line. */
export type Line = {
  readonly change?: Differing
  readonly drift?: Drift
  readonly progress?: { readonly done: number }
  readonly summary?: { readonly updated: number; readonly created: number; readonly failed: number }
}

/** The same of somebody alone. */
export function driftOfOne({ compared, differs, gone }: Drift): string {
  if (compared === 0) return 'There is no account here that Usher manages, so nothing is compared.'
  if (gone > 0) return 'The account is gone from the application.'
  return differs > 0 ? 'The account differs.' : 'The account is as the mapping says.'
}

/** `2 of 9 accounts differ, 1 is gone`. */
export function driftInWords({ compared, differs, gone }: Drift): string {
  if (differs + gone === 0) return `${compared.toLocaleString('en')} accounts compared: all are as the mapping says.`
  const parts = [
    ...(differs > 0 ? [`${differs.toLocaleString('en')} differ`] : []),
    ...(gone > 0 ? [`${gone.toLocaleString('en')} ${gone === 1 ? 'is' : 'are'} gone`] : []),
  ]
  return `Of ${compared.toLocaleString('en')} accounts ${parts.join(', ')}.`
}
