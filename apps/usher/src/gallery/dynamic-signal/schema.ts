import { schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets, usualRows } from '../usual.ts'

const [, ...others] = Object.keys(usualRows)

/** What the application offers and the default mapping leaves alone. */
const unmapped = [
  'name.middleName', 'name.honorificPrefix', 'name.honorificSuffix', 'nickName', 'profileUrl', 'userType', 'locale', 'timezone',
  'emails[type eq "home"].value', 'emails[type eq "other"].value', 'phoneNumbers[type eq "home"].value', 'phoneNumbers[type eq "other"].value',
  ...['value', 'display', 'type'].map((part) => `roles[primary eq "True"].${part}`),
  ...['costCenter', 'organization', 'division'].map((name) => `${enterprise}:${name}`),
  'roles',
] // prettier-ignore

/** The 22 rows of the generic default, users only (mapping.md section 7.3, decisions). */
export const schema = schemaOf({
  id: 'dynamic-signal',
  name: 'Dynamic Signal',
  users: {
    actions: 'Add, Update',
    attributes: targets(['userName'], ...others, ...unmapped),
    mappings: [row('[userPrincipalName]', 'userName', 1), ...mapped(...others)],
  },
})
