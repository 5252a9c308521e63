/** What is measured: each operation as Entra puts it on the wire, and what its answer must have. */

export type Wire = {
  /** `127.0.0.1:8082` */
  readonly host: string
  /** `/scim/v2` */
  readonly path: string
  readonly token: string
  /** Identifiers of users that are there. */
  readonly ids: readonly string[]
  /** How many users are there; their numbers begin at 0. */
  readonly people: number
  /** The group whose members are changed. */
  readonly group?: string
}

export type Operation = {
  readonly title: string
  readonly status: number
  /** Text that every answer has. */
  readonly contains: string
  /** The request with this number; numbers rise through all rounds, so that no write repeats another one. */
  readonly request: (wire: Wire) => (number: number) => string
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export const operations = {
  create: {
    title: 'create',
    status: 201,
    contains: '"id":"',
    request: (wire) => {
      const [head, ...rest] = entraUser('#').split('#')
      const user = (number: number): string => head + rest.map((piece) => key(number) + piece).join('')
      return (number) => post(wire, 'POST', '/Users', user(wire.people + number))
    },
  },
  matchUserName: {
    title: 'match userName eq',
    status: 200,
    contains: '"totalResults":1',
    request: (wire) => (number) =>
      get(wire, `/Users?filter=userName+eq+%22emp${spread(wire, number)}%40contoso.example%22`),
  },
  matchExternalId: {
    title: 'match externalId eq',
    status: 200,
    contains: '"totalResults":1',
    request: (wire) => (number) => get(wire, `/Users?filter=externalId+eq+%22ext${spread(wire, number)}%22`),
  },
  read: {
    title: 'read by id',
    status: 200,
    contains: '"userName":"emp',
    request: (wire) => (number) => get(wire, `/Users/${idOf(wire, number)}`),
  },
  patch: {
    title: 'PATCH two attributes',
    status: 200,
    contains: '"userName"',
    request: (wire) => (number) =>
      post(
        wire,
        'PATCH',
        `/Users/${idOf(wire, number)}`,
        patch(
          `{"op":"Replace","path":"displayName","value":"Ana Silva ${number}"},{"op":"Replace","path":"title","value":"Engineer ${number}"}`,
        ),
      ),
  },
  patchValuePath: {
    title: 'PATCH by value path',
    status: 200,
    contains: '"userName"',
    request: (wire) => (number) =>
      post(
        wire,
        'PATCH',
        `/Users/${idOf(wire, number)}`,
        patch(`{"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"ana.${number}@contoso.example"}`),
      ),
  },
  list: {
    title: 'list page of 100',
    status: 200,
    contains: '"Resources":[',
    request: (wire) => (number) => get(wire, `/Users?startIndex=${1 + 100 * (number % 10)}&count=100`),
  },
} as const satisfies Readonly<Record<string, Operation>>

/** What is measured on one large group; each takes the users of `wire.ids` one after the other. */
export const groupOperations = {
  addMember: {
    title: 'add one member',
    status: 204,
    contains: '',
    request: (wire) => (number) =>
      post(
        wire,
        'PATCH',
        `/Groups/${wire.group}`,
        patch(`{"op":"Add","path":"members","value":[{"$ref":null,"value":"${wire.ids[number]}"}]}`),
      ),
  },
  checkMember: {
    title: 'is one a member (id eq … and members eq …)',
    status: 200,
    contains: '"totalResults":1',
    request: (wire) => (number) =>
      get(
        wire,
        `/Groups?attributes=id&filter=id+eq+%22${wire.group}%22+and+members+eq+%22${wire.ids[number % wire.ids.length]}%22`,
      ),
  },
  removeMember: {
    title: 'remove one member',
    status: 204,
    contains: '',
    request: (wire) => (number) =>
      post(
        wire,
        'PATCH',
        `/Groups/${wire.group}`,
        patch(`{"op":"Remove","path":"members","value":[{"$ref":null,"value":"${wire.ids[number]}"}]}`),
      ),
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof operations
export type GroupOperationName = keyof typeof groupOperations

export function operationOf(name: OperationName | GroupOperationName): Operation {
  return { ...operations, ...groupOperations }[name]
}

/** A whole user, members in the order in which Entra sends them; `#` stands for the number. */
export function entraUser(number: string): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    externalId: `ext${number}`,
    userName: `emp${number}@contoso.example`,
    active: true,
    addresses: [
      {
        type: 'work',
        country: 'Portugal',
        formatted: 'Building 4',
        locality: 'Lisbon',
        postalCode: '1000-001',
        region: 'Lisboa',
        streetAddress: '1 Main St',
      },
    ],
    displayName: `Ana Silva ${number}`,
    emails: [{ primary: true, type: 'work', value: `ana.silva.${number}@contoso.example` }],
    meta: { resourceType: 'User' },
    name: { formatted: 'Ana Silva', familyName: 'Silva', givenName: 'Ana' },
    phoneNumbers: [
      { type: 'work', value: '+351 555 0100' },
      { type: 'mobile', value: '+351 555 0199' },
    ],
    preferredLanguage: 'pt-PT',
    title: 'Engineer',
    [enterprise]: { employeeNumber: number, department: 'Product Engineering' },
  })
}

/** All numbers have seven digits, so that all requests of a kind have the same length. */
export function key(number: number): string {
  return String(1_000_000 + number)
}

// 7,919 is a prime, so the people come in an order that no page or cache of a store follows.
const stride = 7919
const spread = (wire: Wire, number: number): string => key((number * stride) % wire.people)
const idOf = (wire: Wire, number: number): string => wire.ids[(number * stride) % wire.ids.length] ?? ''

function patch(list: string): string {
  return `{"schemas":["${patchOp}"],"Operations":[${list}]}`
}

function get(wire: Wire, path: string): string {
  return `GET ${wire.path}${path} HTTP/1.1\r\nhost: ${wire.host}\r\nauthorization: Bearer ${wire.token}\r\naccept: application/scim+json\r\n\r\n`
}

function post(wire: Wire, ...[method, path, body]: [method: string, path: string, body: string]): string {
  return `${method} ${wire.path}${path} HTTP/1.1\r\nhost: ${wire.host}\r\nauthorization: Bearer ${wire.token}\r\naccept: application/scim+json\r\ncontent-type: application/scim+json; charset=utf-8\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}
