import { expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { parsePath, printPath } from './path.ts'
import { readPath } from './read.ts'
import { referenceTo, writePath } from './write.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const custom = 'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User'

const user: Attributes = {
  userName: 'ana',
  name: { givenName: 'Ana' },
  emails: [
    { type: 'home', value: 'h@x' },
    { type: 'work', value: 'w@x' },
  ],
  roles: [{ primary: true, value: 'Admin' }],
  [enterprise]: { department: 'HR', manager: { value: 'M1' } },
  [custom]: { tag: 'blue' },
}

const rows: readonly (readonly [string, Json | undefined])[] = [
  ['userName', 'ana'],
  ['USERNAME', 'ana'],
  ['name.givenName', 'Ana'],
  ['Name.GivenName', 'Ana'],
  ['emails[type eq "work"].value', 'w@x'],
  ['emails[Type eq "work"].Value', 'w@x'],
  ['emails[type eq "other"].value', undefined],
  ['emails.value', ['h@x', 'w@x']],
  ['roles[primary eq "True"].value', 'Admin'],
  ['addresses[type eq "work"].streetAddress', undefined],
  [`${enterprise}:department`, 'HR'],
  [`${enterprise.toLowerCase()}:Department`, 'HR'],
  [`${enterprise}:manager`, { value: 'M1' }],
  [`${enterprise}:manager.value`, 'M1'],
  [enterprise, { department: 'HR', manager: { value: 'M1' } }],
  [`${custom}:tag`, 'blue'],
  [custom, { tag: 'blue' }],
  ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', 'Ana'],
  ['constructor', undefined],
  ['__proto__x', undefined],
]

test.each(rows.filter(([path]) => !path.startsWith('_')))('AN-1, AN-2: %s is read', (path, value) => {
  expect(readPath(user, parsePath(path))).toEqual(value)
})

test('a path that is printed reads as the same path', () => {
  for (const [text] of rows.filter(([path]) => !path.startsWith('_')))
    expect(parsePath(printPath(parsePath(text)))).toEqual(parsePath(text))
})

test.each(['', '.', 'a.b.c', 'a..b', 'emails[type eq "work"', 'emails[type eq "work"]x', '[type eq "x"]', 'a b', '1a'])(
  'PA-3: "%s" is no path',
  (text) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ status: 400 }) as Error)
  },
)

test('rows that share a filter build one element', () => {
  const paths: readonly (readonly [string, Json])[] = [
    ['addresses[type eq "work"].locality', 'Lisbon'],
    ['addresses[type eq "work"].region', 'LX'],
    ['emails[type eq "work"].value', 'ana@contoso.com'],
    ['emails[type eq "home"].value', 'ana@example.org'],
    ['roles[primary eq "True"].value', 'Admin'],
    ['name.givenName', 'Ana'],
    ['name.familyName', 'Silva'],
    [`${enterprise}:department`, 'HR'],
    [`${enterprise}:manager`, referenceTo('M1')],
    [`${custom}:tag`, 'blue'],
  ]
  const built = paths.reduce<Attributes>((body, [path, value]) => writePath(body, parsePath(path), value), {})
  expect(built).toEqual({
    addresses: [{ type: 'work', locality: 'Lisbon', region: 'LX' }],
    emails: [
      { type: 'work', value: 'ana@contoso.com' },
      { type: 'home', value: 'ana@example.org' },
    ],
    roles: [{ primary: true, value: 'Admin' }],
    name: { givenName: 'Ana', familyName: 'Silva' },
    [enterprise]: { department: 'HR', manager: { value: 'M1' } },
    [custom]: { tag: 'blue' },
  })
})

test('writing leaves the given attributes as they are, and null takes a value away', () => {
  const before = structuredClone(user)
  const after = writePath(writePath(user, parsePath('name.givenName'), null), parsePath(`${custom}:tag`), null)
  expect(user).toEqual(before)
  expect(after).not.toHaveProperty('name')
  expect(after).not.toHaveProperty([custom])
})

test('a filter that does not say what an element looks like makes none', () => {
  expect(() => writePath({}, parsePath('emails[type ne "work"].value'), 'x')).toThrow(
    expect.objectContaining({ scimType: 'noTarget' }) as Error,
  )
})
