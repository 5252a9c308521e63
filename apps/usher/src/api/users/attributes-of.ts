import { verdict } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { directorySource } from '../../connectors/directory/source.ts'
import { contextOf, ruleOf, sourceOf, type House } from '../../runner/open-job.ts'
import { findApplication } from '../../store/applications.ts'
import { jobOf } from '../../store/jobs.ts'
import type { User } from '../../store/users.ts'

const noApplication = '00000000-0000-0000-0000-000000000000'

type Wish = { readonly reads: string; readonly app?: string | undefined; readonly job?: string | undefined }

/**
 * A person as mappings see them; with an application, the roles in it, and whether they are out of the scope of its job.
 *
 * `reads` is separated by commas.
 */
export async function attributesOf(
  house: Pick<House, 'store' | 'now'>,
  user: User,
  { reads, app, job: name }: Wish,
): Promise<Attributes> {
  const { store } = house
  const asked = reads.split(',')
  const ref = { type: 'User', id: user.id }
  if (app === undefined) {
    const source = directorySource(store, noApplication, { reads: new Set(asked), appRoles: [] })
    const [entry] = await source.read([ref])
    return { ...entry?.object, IsSoftDeleted: user.deletedDateTime !== null || !user.accountEnabled }
  }
  const application = await findApplication(store, app)
  const job = await jobOf(store, application, name)
  const rule = ruleOf(application, job)
  const [entry] = await sourceOf(store, application, job, new Set([...asked, ...rule.scope.reads])).read([ref])
  if (entry === undefined) throw new Error('The directory answers without the person')
  return { ...entry.object, IsSoftDeleted: !verdict(rule.scope, entry, await contextOf(house)).inScope }
}
