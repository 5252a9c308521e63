import { advise, type Change } from '@usher/engine'
import type { Application } from '../../store/applications.ts'

const ofGroups: Readonly<Record<string, string>> = {
  notAssigned: 'Assign the group: usher assign APP WHO.',
  noSecurityGroup: 'It is no security group, so it cannot be assigned: usher group set WHO securityEnabled=true first.',
  sourceDeleted: 'Create the group again: usher group create.',
}

/** What would make it happen, as it holds for this application and this person or group; null: nothing is to do. */
export function adviceOn({ ref, reason, facts }: Change, app: Pick<Application, 'appRoles'>): string | null {
  const because = reason.details['because']
  const code = because === 'notAssigned' && isNoSecurityGroup(facts) ? 'noSecurityGroup' : because
  const text = ref.type === 'Group' && typeof code === 'string' ? ofGroups[code] : undefined
  if (text !== undefined) return text
  const usual = advise(reason)
  return app.appRoles.length > 0 ? usual : (usual?.replace(' --role ROLE', '') ?? null)
}

function isNoSecurityGroup({ entry }: Change['facts']): boolean {
  return entry.ref.type === 'Group' && entry.object?.['securityEnabled'] !== true
}
