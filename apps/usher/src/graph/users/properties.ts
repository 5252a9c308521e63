/** What is known of the Graph's user beside its own columns (graph-api.md 5.1), and what the directory calls it. */
import { z } from 'zod'
import { complex, flag, list, readOnly, wordList, words, type Properties, type Property } from '../properties.ts'

const date: Property = {
  takes: z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]),
  usual: null,
  filter: 'instant',
}
/** Of at most so many characters. */
const short = (most: number): Property => ({ ...words(), takes: z.string().max(most) })

export const userProperties: Properties = {
  ageGroup: words(),
  assignedLicenses: list,
  assignedPlans: list,
  authorizationInfo: complex(),
  city: short(128),
  companyName: short(64),
  consentProvidedForMinor: words(),
  country: short(128),
  creationType: readOnly(),
  customSecurityAttributes: complex(),
  department: short(64),
  employeeHireDate: date,
  employeeLeaveDateTime: date,
  employeeOrgData: complex(),
  employeeType: words(),
  externalUserState: words(),
  externalUserStateChangeDateTime: words(),
  faxNumber: words(),
  givenName: short(64),
  identities: list,
  imAddresses: readOnly([]),
  isManagementRestricted: flag(),
  isResourceAccount: flag(),
  jobTitle: short(128),
  lastPasswordChangeDateTime: readOnly(),
  legalAgeGroupClassification: readOnly(),
  licenseAssignmentStates: list,
  mail: short(320),
  mailNickname: short(64),
  mobilePhone: short(64),
  officeLocation: short(128),
  onPremisesDistinguishedName: readOnly(),
  onPremisesDomainName: readOnly(),
  onPremisesImmutableId: words(),
  onPremisesLastSyncDateTime: readOnly(),
  onPremisesProvisioningErrors: list,
  onPremisesSamAccountName: words(),
  onPremisesSecurityIdentifier: words(),
  onPremisesSyncEnabled: flag(),
  onPremisesUserPrincipalName: words(),
  otherMails: wordList,
  passwordPolicies: words(),
  postalCode: short(40),
  preferredDataLocation: words(),
  preferredLanguage: words(),
  provisionedPlans: list,
  serviceProvisioningErrors: list,
  proxyAddresses: wordList,
  showInAddressList: flag(),
  signInSessionsValidFromDateTime: readOnly(),
  state: short(128),
  streetAddress: short(1024),
  surname: short(64),
  usageLocation: { ...words(), takes: z.string().regex(/^[a-z]{2}$/i) },
  userType: { ...words('Member'), takes: z.enum(['Member', 'Guest']) },
}

/** What mappings and imports know by another name. */
const otherNames: Readonly<Record<string, string>> = {
  faxNumber: 'facsimileTelephoneNumber',
  mobilePhone: 'mobile',
  officeLocation: 'physicalDeliveryOfficeName',
}
export const storedAs = (name: string): string => otherNames[name] ?? name

export const usualOfUser = [
  'businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage',
  'surname', 'userPrincipalName',
] as const // prettier-ignore

/** Of a mailbox or a profile, which there is none here: refused with 501 on a list, as there. */
export const ofProfile: ReadonlySet<string> = new Set(
  ['aboutMe', 'birthday', 'hireDate', 'interests', 'mySite', 'pastProjects', 'preferredName', 'responsibilities', 'schools', 'skills',
    'mailboxSettings'].map((name) => name.toLowerCase()),
) // prettier-ignore

export const extensionNames: readonly string[] = Array.from({ length: 15 }, (_, n) => `extensionAttribute${n + 1}`)
/** A directory extension: of which application, and its name. */
export const isDirectoryExtension = (name: string): boolean => /^extension_[0-9a-f]{32}_\w{1,80}$/i.test(name)
