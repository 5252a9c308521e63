/** The Graph's names of the columns and attributes that changed. */
import { extensionNames } from '../users/properties.ts'

const columns: Readonly<Record<string, string>> = {
  user_principal_name: 'userPrincipalName',
  employee_id: 'employeeId',
  account_enabled: 'accountEnabled',
  telephoneNumber: 'businessPhones',
  facsimileTelephoneNumber: 'faxNumber',
  mobile: 'mobilePhone',
  physicalDeliveryOfficeName: 'officeLocation',
  display_name: 'displayName',
  mail_nickname: 'mailNickname',
  security_enabled: 'securityEnabled',
}
const extensions = new Set(extensionNames)

export function namesOf(changed: readonly string[]): readonly string[] {
  return changed.map((name) => (extensions.has(name) ? 'onPremisesExtensionAttributes' : (columns[name] ?? name)))
}
