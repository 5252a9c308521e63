/** What is stored of the Graph's group beside its own columns (graph-api.md 5.2). */
import { z } from 'zod'
import { flag, list, readOnly, wordList, words, type Properties } from '../properties.ts'

export const groupProperties: Properties = {
  classification: words(),
  creationOptions: wordList,
  expirationDateTime: readOnly(),
  groupTypes: { ...wordList, takes: z.array(z.enum(['Unified', 'DynamicMembership'])).max(2) },
  isAssignableToRole: flag(),
  mailEnabled: flag(false),
  membershipRule: words(),
  membershipRuleProcessingState: { ...words(), takes: z.enum(['On', 'Paused']) },
  onPremisesDomainName: readOnly(),
  onPremisesLastSyncDateTime: readOnly(),
  onPremisesNetBiosName: readOnly(),
  onPremisesProvisioningErrors: list,
  onPremisesSamAccountName: readOnly(),
  onPremisesSecurityIdentifier: readOnly(),
  onPremisesSyncEnabled: flag(),
  preferredDataLocation: words(),
  preferredLanguage: words(),
  proxyAddresses: wordList,
  resourceBehaviorOptions: wordList,
  resourceProvisioningOptions: wordList,
  serviceProvisioningErrors: list,
  theme: words(),
  uniqueName: words(),
  visibility: { ...words(), takes: z.enum(['Private', 'Public', 'HiddenMembership', 'Hiddenmembership']) },
}

/** Given only when they are asked for. */
export const askedOfGroup: Properties = {
  allowExternalSenders: flag(false),
  autoSubscribeNewMembers: flag(false),
  hideFromAddressLists: flag(false),
  hideFromOutlookClients: flag(false),
  isSubscribedByMail: flag(false),
  unseenCount: readOnly(0),
  isArchived: flag(false),
  assignedLabels: list,
  assignedLicenses: list,
  licenseProcessingState: readOnly(),
  hasMembersWithLicenseErrors: readOnly(),
  isManagementRestricted: flag(false),
  infoCatalogs: list,
  writebackConfiguration: readOnly({ isEnabled: null, onPremisesGroupType: null }),
}
