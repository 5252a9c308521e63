import { schemaOf, usualGroups } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets, usualRows } from '../usual.ts'

const [, ...others] = Object.keys(usualRows)

/** Attributes of RFC 7643 that the default mapping leaves alone. */
const unmapped = [
  'name.middleName', 'name.honorificPrefix', 'name.honorificSuffix', 'nickName', 'profileUrl', 'userType', 'locale', 'timezone',
  'emails[type eq "home"].value', 'emails[type eq "other"].value', 'phoneNumbers[type eq "home"].value', 'phoneNumbers[type eq "other"].value',
  'addresses[type eq "other"].formatted',
  ...['value', 'display', 'type'].map((part) => `roles[primary eq "True"].${part}`),
  ...['costCenter', 'organization', 'division'].map((name) => `${enterprise}:${name}`),
  'roles',
] // prettier-ignore

/** scim-client.md section 6, mapping.md sections 7.1 and 7.2. */
export const schema = schemaOf({
  id: 'generic',
  name: 'SCIM 2.0 application',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(['userName'], ...others, ...unmapped),
    mappings: [row('[userPrincipalName]', 'userName', 1), ...mapped(...others)],
  },
  groups: usualGroups,
})
