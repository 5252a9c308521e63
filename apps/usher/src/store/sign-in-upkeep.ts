/** Takes away what has ended of sessions, codes, tokens, invitations, attempts and keys. */
import type { Db } from './directory.ts'
import { dropOldAttempts } from './attempts.ts'
import { dropEndedInvitations } from './invitations.ts'
import { dropGuests } from './guests.ts'
import { dropOrphans } from './local-accounts.ts'
import { dropEnded } from './oidc-entities.ts'
import { dropEndedSessions } from './sessions.ts'
import { dropOldKeys } from './signing-keys.ts'

export async function tidySignIn(db: Db): Promise<void> {
  for (const drop of [
    dropEnded,
    dropEndedSessions,
    dropEndedInvitations,
    dropOldAttempts,
    dropOldKeys,
    dropOrphans,
    dropGuests,
  ])
    await drop(db)
}
