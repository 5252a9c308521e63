import type { Action } from '../api/session.ts'

export type PlaceOfCommand = { readonly text: string; readonly needs: Action; readonly to: string }
type Row = {
  /** Commands that begin so. */
  readonly is: RegExp
  readonly text: string
  readonly needs: Action
  /** Below the application where it begins with none of `/`. */
  readonly to: string
}

const read = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const jobs = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
const credentials = 'microsoft.directory/servicePrincipals/synchronizationCredentials/manage'
const tell = 'usher/notifications/read'

/** Where one does here what a sentence names as a command: the first that fits. */
const rows: readonly Row[] = [
  { is: /^usher removals/, text: 'Held removals', needs: read, to: 'held?kind=removals' },
  { is: /^usher changes/, text: 'Held changes', needs: read, to: 'held?kind=changes' },
  { is: /^usher adoptions/, text: 'Held adoptions', needs: read, to: 'held?kind=adoptions' },
  { is: /^usher (secret|settings .*--new-secret-token)/, text: 'Second secret', needs: credentials, to: 'provisioning/properties' },
  { is: /^usher settings .*--(secret-token|tenant-url|ca|client)/, text: 'Connection', needs: credentials, to: 'provisioning/new' },
  { is: /^usher settings/, text: 'Provisioning properties', needs: read, to: 'provisioning/properties' },
  { is: /^usher (run|stop|restart)/, text: 'Provisioning', needs: jobs, to: 'provisioning' },
  { is: /^usher (plans?|undone|undo)\b/, text: 'Plan', needs: read, to: 'plan' },
  { is: /^usher failures/, text: 'Failures in the log', needs: 'microsoft.directory/provisioningLogs/allProperties/read', to: 'provisioning-logs?result=failure' },
  { is: /^usher (un)?assign\b/, text: 'Users and groups', needs: 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read', to: 'users-and-groups' },
  { is: /^usher schema/, text: 'Attribute mapping', needs: read, to: 'attribute-mapping' },
  { is: /^usher (drift|discover|accounts|link)/, text: 'Discover identities', needs: read, to: 'discover-identities' },
  { is: /^usher user/, text: 'Users', needs: 'microsoft.directory/users/standard/read', to: '/users' },
  { is: /^usher group/, text: 'Groups', needs: 'microsoft.directory/groups/standard/read', to: '/groups' },
  { is: /^usher app gallery/, text: 'Gallery', needs: 'microsoft.directory/applicationTemplates/instantiate', to: '/enterprise-apps/gallery' },
  { is: /^usher app/, text: 'Enterprise apps', needs: read, to: '/enterprise-apps' },
  { is: /^usher mail/, text: 'E-mail settings', needs: tell, to: '/settings/email' },
  { is: /^usher webhook/, text: 'Webhooks', needs: tell, to: '/settings/webhooks' },
  { is: /^usher deliveries/, text: 'Deliveries', needs: tell, to: '/settings/deliveries' },
  { is: /^usher keys/, text: 'Certificate and keys', needs: 'microsoft.directory/organization/standard/read', to: '/settings/keys' },
  { is: /^usher tenant/, text: 'Directories', needs: 'usher/tenants/manage', to: '/settings/directories' },
] // prettier-ignore

/** `usher removals "Dynamic Signal" allow ana`, as sentences name what does it on the command line. */
export const command =
  /(usher [a-z-]+(?: "[^"]*"| --[a-z-]+(?: -| [A-Z]+)?| [A-Z]{2,}\b| (?:allow|reject|switch|lift|set|rotate|renew|gallery|restore)\b)*)/

/** The places where a sentence leads to, each once. `app`: whose page it is on; without it those of applications are left out. */
export function placesIn(
  text: string,
  { app, job }: { readonly app?: string | undefined; readonly job?: string | undefined },
): readonly PlaceOfCommand[] {
  const found = text.split(command).flatMap((piece, at): readonly PlaceOfCommand[] => {
    const row = at % 2 === 0 ? undefined : rows.find(({ is }) => is.test(piece))
    if (row === undefined) return []
    const { text: named, needs, to } = row
    if (to.startsWith('/')) return [{ text: named, needs, to }]
    if (app === undefined) return []
    const query = job === undefined ? '' : `${to.includes('?') ? '&' : '?'}job=${encodeURIComponent(job)}`
    return [{ text: named, needs, to: `/enterprise-apps/${app}/${to}${query}` }]
  })
  return [...new Map(found.map((one) => [one.to, one])).values()]
}
