/** Generated people as the directory gives them to the engine. */
import { refKey } from '../../packages/engine/src/map/references.ts'
import type { Entry, Link } from '../../packages/engine/src/types.ts'
import { userName, type Person } from '../people.ts'

/** The attributes that an import by examples/contoso/hr-mapping.json leaves; one in ten has no telephone. */
export function toEntry({ number, given, family, department, manager }: Person): Entry {
  const stored = JSON.stringify({
    displayName: `${given} ${family} ${number}`,
    givenName: given,
    surname: family,
    mail: `${given}.${family}${number}@contoso.example`.toLowerCase(),
    mailNickname: `emp${number}`,
    department,
    jobTitle: 'Engineer',
    companyName: 'Contoso',
    employeeType: 'Employee',
    streetAddress: '1 Main St',
    city: 'Lisbon',
    postalCode: '1000',
    country: 'PT',
    employeeHireDate: '2020-01-01',
    ...(number % 10 !== 0 && { telephoneNumber: '555-0100' }),
  })
  const object = {
    ...(JSON.parse(stored) as Readonly<Record<string, string>>),
    objectId: idOf(number),
    userPrincipalName: userName(number),
    accountEnabled: true,
    employeeId: String(100_000 + number),
    ...(manager !== null && { manager: { type: 'User', id: idOf(manager) } }),
  }
  return { ref: { type: 'User', id: idOf(number) }, object, assignments: [] }
}

/** Everybody's account, for references. */
export function links(people: readonly Person[]): ReadonlyMap<string, Link> {
  return new Map(
    people.map(({ number }) => [
      refKey({ type: 'User', id: idOf(number) }),
      { targetId: String(number), joinedBy: null, state: 'managed', active: true, sent: null },
    ]),
  )
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
