import { expect, test } from 'vitest'
import type { Attributes } from '../resource.ts'
import type { ScimError } from '../message/error.ts'
import { userType } from '../schema/user-type.ts'
import { matchesFilter } from './evaluate.ts'
import { parseFilter } from './parse.ts'
import { eqFilter, printFilter } from './print.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const ana: Attributes = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  id: 'U1',
  externalId: 'Ana',
  userName: 'ana@contoso.com',
  name: { familyName: "O'Malley", givenName: 'Ana' },
  active: true,
  title: 'Engineer "II"',
  emails: [
    { type: 'work', value: 'ana@contoso.com', primary: true },
    { type: 'home', value: 'ana@example.org' },
  ],
  [enterprise]: { department: 'HR', manager: { value: 'M1' } },
  meta: { resourceType: 'User', lastModified: '2026-05-13T04:42:34.000Z' },
}

const found = [
  'userName Eq "ANA@contoso.com"',
  'name.familyName co "O\'Malley"',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "A"',
  'meta.lastModified ge "2011-05-13T04:42:34Z"',
  'meta.lastModified eq "2026-05-13T06:42:34+02:00"',
  'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.net")',
  'emails[type eq "work" and value co "@contoso.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
  'emails[type eq "work"].value eq "ana@contoso.com"',
  'id eq "U1" and manager eq "M1"',
  'manager eq "M1" and id eq "U1"',
  'title pr and active eq true',
  'not(active eq false)',
  'active eq "True"',
  'externalId eq Ana',
  'meta.resourceType eq User',
  'nickName eq null',
  'title ne null',
  'nickName ne "x"',
  'title eq "Engineer \\"II\\""',
  `${enterprise}:department eq "hr"`,
  `${enterprise}:manager.value eq "M1"`,
  'department eq "HR"',
  `schemas eq "${enterprise}"`,
  'emails.type eq "work" and emails.value co "example"',
  'emails pr and emails[primary eq "True"]',
  'userName eq "x" or userName sw "ana" and title pr',
  'userName gt "a" and userName le "b"',
  'noSuchThing ne "x"',
]

test.each(found)('FL-1…13: %s is true of Ana', (text) => {
  expect(matchesFilter(parseFilter(text), ana, userType)).toBe(true)
})

const notFound = [
  'externalId eq "ana"',
  'emails[type eq "home"].value eq "ana@contoso.com"',
  'emails[type eq "work" and value co "example"]',
  'nickName pr',
  'id eq "U1" and manager eq "M2"',
  'userName eq "x" and (userName sw "ana" or title pr)',
  'noSuchThing eq "x"',
  'nickName co "x"',
]

test.each(notFound)('FL-1…13: %s is false of Ana', (text) => {
  expect(matchesFilter(parseFilter(text), ana, userType)).toBe(false)
})

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /empty/],
  ['userName', /operator is expected/],
  ['userName regex "x"', /'regex' is not supported/],
  ['userName eq', /value is expected/],
  ['userName eq "x', /closing quotation/],
  ['(userName eq "x"', /"\)" is expected/],
  ['userName eq "x" userName eq "y"', /"and", "or" or the end/],
  ['emails[type eq "work"', /"\]" is expected/],
  ['emails[type[x eq "y"] eq "work"]', /./],
  ['userName eq "\\ud800"', /no text/],
  ['active gt true', /cannot be used/],
  ['active eq "maybe"', /true or false/],
  ['name eq "x"', /sub-attributes/],
  ['meta.created co "2026"', /cannot be used/],
  ['userName co ""', /empty text/],
  ['1userName eq "x"', /not the name/],
  ['((((((((((((((((((a pr))))))))))))))))))', /nests deeper/],
  [Array.from({ length: 101 }, () => 'title pr').join(' and '), /more than 100/],
  ['a'.repeat(9000), /longer/],
]

test.each(refused)('FL-7, FL-14, FL-17: %s is refused with invalidFilter', (text, sentence) => {
  const attempt = (): unknown => matchesFilter(parseFilter(text), ana, userType)
  expect(attempt).toThrow(sentence)
  expect(attempt).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }) as ScimError)
})

test('a printed filter reads as the same filter', () => {
  for (const text of [...found, ...notFound]) {
    const filter = parseFilter(text)
    expect(parseFilter(printFilter(filter))).toEqual(filter)
  }
})

test('Q-5: any value can be asked for, whatever characters it has', () => {
  const text = eqFilter('title', 'Engineer "II"')
  expect(matchesFilter(parseFilter(text), ana, userType)).toBe(true)
})

test('a client that does not know the schema compares names and texts without regard to case', () => {
  expect(matchesFilter(parseFilter('USERNAME eq "ANA@contoso.com"'), ana)).toBe(true)
  expect(matchesFilter(parseFilter('emails[TYPE eq "WORK" and primary eq "True"]'), ana)).toBe(true)
})

test('CA-13: a user is found by every name that would be taken by theirs', () => {
  for (const name of ['ANA@contoso.com', 'ａｎａ@contoso.com'])
    expect(matchesFilter(parseFilter(`userName eq "${name}"`), ana, userType)).toBe(true)
  expect(matchesFilter(parseFilter('name.givenName eq "ａｎａ"'), ana, userType)).toBe(false)
})

test('§5.1: a reference with and without the version of the protocol is the same', () => {
  const $ref = 'https://host/scim/v2/Users/max'
  const report = { [enterprise]: { manager: { value: 'max', $ref } }, profileUrl: 'https://host/v2/ana' }
  const finds = (filter: string): boolean => matchesFilter(parseFilter(filter), report, userType)
  expect(finds(`${enterprise}:manager.$ref eq "https://host/scim/Users/max"`)).toBe(true)
  expect(finds(`${enterprise}:manager.$ref eq "${$ref}"`)).toBe(true)
  expect(finds(`${enterprise}:manager.$ref eq "https://host/scim/Users/ben"`)).toBe(false)
  // Other addresses are what they are.
  expect(finds('profileUrl eq "https://host/ana"')).toBe(false)
})
