import { expect, test } from 'vitest'
import { saidBy } from './scim-record.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const said = saidBy({
  externalId: '701984',
  active: false,
  title: null,
  name: { familyName: 'Jensen', givenName: null },
  emails: [
    { type: 'home', value: 'home@x' },
    { type: 'Work', value: 'work@x', primary: true },
  ],
  phoneNumbers: [],
  addresses: [{ type: 'work', locality: 'Hollywood' }],
  [enterprise]: { department: 'Tour Operations', manager: { value: '89607', displayName: 'John Smith' } },
  'urn:ietf:params:scim:schemas:extension:csuser:1.0:User': { pronouns: 'they' },
})

test.each([
  ['externalId', '701984'],
  ['EXTERNALID', '701984'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:externalId', '701984'],
  ['active', false],
  ['title', null],
  ['displayName', undefined],
  ['name.familyName', 'Jensen'],
  ['name.givenName', null],
  ['name.middleName', undefined],
  ['emails[type eq "work"].value', 'work@x'],
  ['emails[type eq "other"].value', undefined],
  ['emails[primary eq true].value', 'work@x'],
  ['emails.value', 'work@x'],
  ['emails', 'work@x'],
  ['phoneNumbers[type eq "work"].value', null],
  ['addresses[type eq "work"].locality', 'Hollywood'],
  ['addresses[type eq "work"].country', undefined],
  [`${enterprise}:department`, 'Tour Operations'],
  [`${enterprise}:manager`, '89607'],
  [`${enterprise}:manager.value`, '89607'],
  [`${enterprise}:costCenter`, undefined],
  ['urn:ietf:params:scim:schemas:extension:csuser:1.0:User:pronouns', 'they'],
  ['urn:ietf:params:scim:schemas:extension:other:1.0:User:pronouns', undefined],
  ['constructor', undefined],
])('AP-12, BT-27: %s is %s', (attribute, value) => {
  expect(said(attribute)).toEqual(value)
})
