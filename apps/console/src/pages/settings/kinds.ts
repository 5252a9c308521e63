import type { Takes } from '../../api/ask.ts'

type Kind = NonNullable<Takes<'POST /usher/webhooks'>['body']['kinds']>[number]

/** What one is told of (docs/reference/announcements.md); a kind that is new is missed by the compiler. */
export const kinds: Readonly<Record<Kind, string>> = {
  quarantineBegan: 'Quarantine begins',
  quarantineChanged: 'Quarantine for another reason',
  quarantineEnded: 'Quarantine is over',
  jobDisabled: 'Switched off after 28 days in quarantine',
  removalsHeld: 'Removals are held',
  changesHeld: 'Unusual changes are held',
  adoptionsHeld: 'Accounts wait to be taken over',
  secretRefused: 'A secret is refused',
  secretExpires: 'A secret expires soon',
}
