/** The short form of an inbound mapping, and what it would be for a file, by the names of its columns. */
import type { ObjectMapping } from '@usher/engine'
import { userAttributes } from '../gallery/directory-attributes.ts'

/** Attribute of the directory → expression over columns: `{ "employeeId": "[WorkerID]" }`. */
export type Expressions = Readonly<Record<string, string>>

export function fromExpressions(expressions: Expressions): ObjectMapping {
  return {
    name: 'The mapping',
    enabled: true,
    flowTypes: 'Add,Update',
    sourceObjectName: 'Row',
    targetObjectName: 'User',
    scope: null,
    attributeMappings: Object.entries(expressions)
      .filter(([, expression]) => expression.trim() !== '')
      .map(([targetAttributeName, expression]) => ({
        targetAttributeName,
        source: { expression },
        matchingPriority: targetAttributeName === 'employeeId' ? 1 : 0,
        flowType: 'Always',
      })),
  }
}

const first = ['employeeId', 'userPrincipalName', 'displayName', 'givenName', 'surname', 'mail', 'accountEnabled', 'manager'] // prettier-ignore
const others = userAttributes.filter(
  ({ anchor, mutability, type, multivalued }) =>
    anchor !== true && mutability !== 'ReadOnly' && type !== 'Reference' && multivalued !== true,
)
/** What a file may say about people, in the order in which an administrator thinks of it. */
export const importable: readonly string[] = [...new Set([...first, ...others.map(({ name }) => name)])]

/** Other names of columns, as HR systems print them, without blanks and in small letters. */
const called: Readonly<Record<string, readonly string[]>> = {
  employeeId: ['workerid', 'employeenumber', 'employeeno', 'personnelnumber', 'personnelno', 'staffid', 'id'],
  userPrincipalName: ['upn', 'username', 'login', 'accountname'],
  displayName: ['fullname', 'name'],
  givenName: ['firstname', 'forename'],
  surname: ['lastname', 'familyname'],
  mail: ['email', 'emailaddress', 'workemail'],
  accountEnabled: ['enabled', 'active', 'isactive'],
  manager: ['managerid', 'manageremployeeid', 'managerworkerid', 'supervisorid', 'reportsto'],
  jobTitle: ['title', 'position'],
  department: ['dept'],
  companyName: ['company'],
  streetAddress: ['street', 'address'],
  city: ['town', 'locality'],
  state: ['region', 'province'],
  postalCode: ['zip', 'zipcode', 'postcode'],
  country: ['countrycode', 'countryorregion'],
  physicalDeliveryOfficeName: ['office', 'location'],
  telephoneNumber: ['phone', 'officephone', 'businessphone', 'workphone', 'telephone'],
  mobile: ['mobilephone', 'cellphone', 'cell'],
  employeeType: ['workertype'],
  employeeHireDate: ['hiredate', 'startdate'],
  employeeLeaveDateTime: ['leavedate', 'enddate', 'terminationdate', 'lastday'],
}

/** For each attribute the column that has its name, or one of its other names; each column once. */
export function suggestedFor(columns: readonly string[]): Expressions {
  const left = new Map(columns.map((column) => [plain(column), column]))
  const found: Record<string, string> = {}
  for (const attribute of importable) {
    const name = [attribute, ...(called[attribute] ?? [])].map(plain).find((one) => left.has(one))
    if (name === undefined) continue
    found[attribute] = `[${left.get(name) ?? ''}]`
    left.delete(name)
  }
  // Whoever has a mail address and no name to sign in with has that one.
  if (found['userPrincipalName'] === undefined && found['mail'] !== undefined)
    found['userPrincipalName'] = found['mail']
  return found
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
