/** The default mapping of Dynamic Signal written out by hand: as fast as these 22 mappings can be. */
import { isRef } from '../../packages/engine/src/expression/value.ts'
import { refKey } from '../../packages/engine/src/map/references.ts'
import type { Entry, Link, Value } from '../../packages/engine/src/types.ts'

export type Written = { readonly path: string; readonly value: Value }

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** What a person in scope should look like; null and empty texts are left out. */
export function mapByHand(entry: Entry, links: ReadonlyMap<string, Link>): readonly Written[] {
  const { object } = entry
  if (object === null) return []
  const written: Written[] = []
  const put = (path: string, value: unknown): void => {
    if (isText(value)) written.push({ path, value })
  }
  const { givenName, surname, manager } = object
  put('userName', object['userPrincipalName'])
  written.push({ path: 'active', value: true })
  put('displayName', object['displayName'])
  put('title', object['jobTitle'])
  put('emails[type eq "work"].value', object['mail'])
  put('preferredLanguage', object['preferredLanguage'])
  put('name.givenName', givenName)
  put('name.familyName', surname)
  put('name.formatted', [givenName, surname].filter(isText).join(' '))
  put('addresses[type eq "work"].formatted', object['physicalDeliveryOfficeName'])
  put('addresses[type eq "work"].streetAddress', object['streetAddress'])
  put('addresses[type eq "work"].locality', object['city'])
  put('addresses[type eq "work"].region', object['state'])
  put('addresses[type eq "work"].postalCode', object['postalCode'])
  put('addresses[type eq "work"].country', object['country'])
  put('phoneNumbers[type eq "work"].value', object['telephoneNumber'])
  put('phoneNumbers[type eq "mobile"].value', object['mobile'])
  put('phoneNumbers[type eq "fax"].value', object['facsimileTelephoneNumber'])
  put('externalId', object['mailNickname'])
  put(`${enterprise}:employeeNumber`, object['employeeId'])
  put(`${enterprise}:department`, object['department'])
  if (isRef(manager)) put(`${enterprise}:manager`, links.get(refKey(manager))?.targetId)
  return written
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
