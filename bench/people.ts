/** Generated people: the same ones for the same number, so that runs can be compared. */

const given = [
  'Ana',
  'Bo',
  'Chandra',
  'Dai',
  'Elif',
  'Femi',
  'Gita',
  'Hana',
  'Ivo',
  'Jude',
  'Kofi',
  'Lea',
  'Mina',
  'Noor',
  'Olu',
  'Pia',
]
const family = [
  'Silva',
  'Berg',
  'Avi',
  'Okoye',
  'Yilmaz',
  'Costa',
  'Novak',
  'Haddad',
  'Meyer',
  'Sato',
  'Lind',
  'Kaur',
  'Moreau',
]
const departments = ['Sales', 'Finance', 'Product Engineering', 'Research', 'Legal', 'Support']

export type Person = {
  readonly number: number
  readonly given: string
  readonly family: string
  readonly department: string
  readonly manager: number | null
}

/** Everybody has a manager of a lower number, seven reports each, but the first. */
export function people(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, number) => ({
    number,
    given: given[number % given.length] ?? '',
    family: family[Math.floor(number / given.length) % family.length] ?? '',
    department: departments[number % departments.length] ?? '',
    manager: number === 0 ? null : Math.floor((number - 1) / 7),
  }))
}

const id = (number: number): string => String(100_000 + number)

/** The file that examples/contoso/hr-mapping.json reads. */
export function toCsv(list: readonly Person[]): string {
  const head =
    'WorkerID,WorkerStatus,WorkerType,UserID,FirstName,LastName,FullName,ManagerID,HireDate,Department,Company,JobTitle,StreetAddress,City,CountryCode,OfficePhone,ZipCode'
  const rows = list.map(({ number, given: first, family: last, department, manager }) =>
    [
      id(number), 'Active', 'Employee', `EMP${id(number)}`, first, last, `${first} ${last} ${number}`, manager === null ? '' : id(manager),
      '2020-01-01', department, 'Contoso', 'Engineer', '1 Main St', 'Lisbon', 'PT', '555-0100', '1000',
    ].join(','),
  ) // prettier-ignore
  return [head, ...rows, ''].join('\n')
}

/** The account that the default mapping makes of a person, without the manager. */
export function toScim({ number, given: first, family: last, department }: Person): unknown {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName: userName(number),
    active: true,
    displayName: `${first} ${last} ${number}`,
    title: 'Engineer',
    emails: [{ type: 'work', value: `${first}.${last}@contoso.example`.toLowerCase() }],
    name: { givenName: first, familyName: last, formatted: `${first} ${last}` },
    addresses: [{ type: 'work', streetAddress: '1 Main St', locality: 'Lisbon', postalCode: '1000', country: 'PT' }],
    phoneNumbers: [{ type: 'work', value: '555-0100' }],
    externalId: `emp${id(number)}`,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: id(number), department },
  }
}

export function userName(number: number): string {
  return `emp${id(number)}@contoso.example`
}
