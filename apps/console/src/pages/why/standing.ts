import type { Gives } from '../../api/ask.ts'

type Why = Gives<'GET /usher/why'>['applications'][number]
type Known = Pick<Why, 'inScope' | 'undecided' | 'link' | 'looks'>
export type Standing = { readonly text: string; readonly color: 'success' | 'warning' | 'danger' | 'subtle' }

/** The state of somebody's account in two or three words. */
export function standing({ inScope, undecided, link, looks }: Known): Standing {
  const has = link !== null && link.targetId !== null
  if (looks.some(({ why }) => why === 'failed')) return { text: 'Failing', color: 'danger' }
  if (looks.some(({ why, decision }) => why.endsWith('Held') && decision === null))
    return { text: 'Held: waits for you', color: 'warning' }
  if (undecided) return { text: 'Not decided', color: 'warning' }
  if (has && link.active) return inScope ? { text: 'Has an account', color: 'success' } : { text: 'Has an account, and should not', color: 'warning' } // prettier-ignore
  if (has) return { text: link.state === 'released' ? 'Disabled, released' : 'Disabled', color: 'subtle' }
  return inScope ? { text: 'Gets an account', color: 'warning' } : { text: 'No account', color: 'subtle' }
}

type Look = Pick<Why['looks'][number], 'why' | 'attempts' | 'error' | 'expired' | 'decision'>

/** Why somebody is looked at again. */
export function lookSays({ why, attempts, error, expired, decision }: Look): string {
  if (why === 'failed')
    return `Failed ${attempts} ${attempts === 1 ? 'time' : 'times'}: ${error ?? ''}${expired ? ' It is not tried again by itself.' : ''}`
  const told = says[why] ?? why
  return decision === null ? told : `${told} It was ${decision}.`
}

const says: Readonly<Record<string, string>> = {
  removalHeld: 'The removal is held by accidental-deletion prevention.',
  adoptionHeld: 'An account that was there already is taken over when you agree.',
  changeHeld: 'The change is held, since so many are alike.',
  gathered: 'The removal waits a minute for others.',
  referenceChanged: 'Somebody whom they refer to got another account.',
  due: 'Time alone changes something.',
  undone: 'It was undone, and is left as it is.',
  membersUnread: 'Its members are read whole.',
}
