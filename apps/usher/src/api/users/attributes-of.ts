import type { Attributes } from '@usher/scim'
import { directorySource } from '../../connectors/directory/source.ts'
import { findApplication } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import type { User } from '../../store/users.ts'

const noApplication = '00000000-0000-0000-0000-000000000000'

/** A person as mappings see them; with an application, the roles in it too. `reads` is separated by commas. */
export async function attributesOf(
  store: Store,
  user: User,
  { reads, app }: { readonly reads: string; readonly app?: string | undefined },
): Promise<Attributes> {
  const application = app === undefined ? null : await findApplication(store, app)
  const wanted = { reads: new Set(reads.split(',')), appRoles: application?.appRoles ?? [] }
  const source = directorySource(store, application?.id ?? noApplication, wanted)
  const [entry] = await source.read([{ type: 'User', id: user.id }])
  return { ...entry?.object, IsSoftDeleted: user.deletedDateTime !== null }
}
