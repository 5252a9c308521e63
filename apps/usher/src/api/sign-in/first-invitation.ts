import { globalAdministrator } from '../../graph/access/roles.ts'
import { invitationLink } from '../../sign-in/invitation.ts'
import type { Store } from '../../store/directory.ts'
import { hasAdministrator } from '../../store/administrators.ts'
import { invite } from '../../store/invitations.ts'

/** The link for whoever sets this up; null: somebody can sign in who may do everything. */
export async function firstInvitation(store: Store, base: string): Promise<string | null> {
  if (await hasAdministrator(store)) return null
  return invitationLink(
    base,
    await invite(store, { userId: null, userPrincipalName: null, roleId: globalAdministrator }),
  )
}
