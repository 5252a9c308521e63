import type { Attributes, Json, Ref } from '@usher/scim'
import { asDateText } from '@usher/engine'
import { userAttributes } from '../../gallery/directory-attributes.ts'
import type { User } from '../../store/users.ts'

/** A person whom the directory does not know yet, named by employeeId. */
const unknownPrefix = 'employeeId:'

const dateTimes = userAttributes.filter(({ type }) => type === 'DateTime').map(({ name }) => name)

/** The attributes by the directory's names (mapping.md section 8), dates as the expression language writes them (section 3). */
export function toObject(user: User): Readonly<Record<string, Json>> {
  const manager: Ref | null =
    user.managerId !== null
      ? { type: 'User', id: user.managerId }
      : user.managerKey !== null
        ? { type: 'User', id: `${unknownPrefix}${user.managerKey}` }
        : null
  return {
    ...user.attributes,
    ...dates(user.attributes),
    objectId: user.id,
    userPrincipalName: homeAddress(user.userPrincipalName),
    originalUserPrincipalName: user.userPrincipalName,
    accountEnabled: user.accountEnabled,
    ...(user.employeeId !== null && { employeeId: user.employeeId }),
    ...(manager !== null && { manager }),
    ...(user.deletedDateTime !== null && { deletedDateTime: user.deletedDateTime }),
  }
}

/**
 * A guest's name as their own organisation writes it (SC-13): `ana_contoso.com#EXT#@fabrikam.onmicrosoft.com` is
 * ana@contoso.com. Anybody else's is given back as it is.
 */
function homeAddress(userPrincipalName: string): string {
  const [, name, domain] = /^(.+)_([^_@]+)#EXT#@[^@]+$/i.exec(userPrincipalName) ?? []
  return name === undefined || domain === undefined ? userPrincipalName : `${name}@${domain}`
}

function dates(attributes: Attributes): Attributes {
  const found: Record<string, Json> = {}
  for (const name of dateTimes) {
    const value = attributes[name]
    if (typeof value === 'string') found[name] = asDateText(value)
  }
  return found
}
