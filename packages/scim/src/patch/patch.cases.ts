import type { Attributes, Json } from '../resource.ts'
import type { Mode } from '../message/patch-op.ts'
import type { ScimType } from '../message/error.ts'

/** One row of the truth table: a resource, operations, and what comes of them. Without `mode` it holds in both. */
export type Case = {
  readonly rule: string
  readonly says: string
  readonly mode?: Mode
  readonly before: Attributes
  readonly operations: readonly { readonly op: string; readonly path?: string; readonly value?: Json }[]
} & ({ readonly after: Attributes } | { readonly error: ScimType })

const e = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const work = { type: 'work', value: 'w@x' }
const home = { type: 'home', value: 'h@x' }
const lenient = 'lenient'
const strict = 'strict'

export const cases: readonly Case[] = [
  // row 1: no path
  { rule: 'row 1', says: 'members of a path-less value are paths', before: {}, operations: [{ op: 'add', value: { title: 'x', name: { givenName: 'A' } } }], after: { title: 'x', name: { givenName: 'A' } } },
  { rule: 'row 1', says: 'an extension is named by its URN', before: {}, operations: [{ op: 'replace', value: { [e]: { department: 'HR' } } }], after: { [e]: { department: 'HR' } } },
  { rule: 'row 1, L-6', says: 'dotted names and paths are members too', mode: lenient, before: {}, operations: [{ op: 'replace', value: { 'name.givenName': 'A', [`${e}:employeeNumber`]: '7', 'emails[type eq "work"].value': 'w@x' } }], after: { name: { givenName: 'A' }, [e]: { employeeNumber: '7' }, emails: [work] } },
  { rule: 'row 1', says: 'remove needs a path', before: {}, operations: [{ op: 'remove', value: { title: 'x' } }], error: 'noTarget' },
  { rule: 'row 1', says: 'a path-less value is an object', before: {}, operations: [{ op: 'add', value: 'x' }], error: 'invalidValue' },
  { rule: 'PA-10, L-7', says: 'id and meta in a path-less value are passed over', mode: lenient, before: {}, operations: [{ op: 'replace', value: { id: 'x', meta: {}, schemas: ['y'], groups: [], displayName: 'Ana' } }], after: { displayName: 'Ana' } },
  { rule: 'L-2', says: 'active as text in a path-less value', mode: lenient, before: {}, operations: [{ op: 'replace', value: { active: 'False' } }], after: { active: false } },
  // row 2: singular simple
  { rule: 'row 2', says: 'add sets', before: {}, operations: [{ op: 'add', path: 'title', value: 'x' }], after: { title: 'x' } },
  { rule: 'row 2, L-26', says: 'add on a value is replace', before: { title: 'x' }, operations: [{ op: 'add', path: 'title', value: 'y' }], after: { title: 'y' } },
  { rule: 'row 2', says: 'replace sets what is not there', before: {}, operations: [{ op: 'replace', path: 'title', value: 'y' }], after: { title: 'y' } },
  { rule: 'row 2', says: 'remove unassigns', before: { title: 'x' }, operations: [{ op: 'remove', path: 'title' }], after: {} },
  { rule: 'row 2, L-16', says: 'removing what is not there succeeds', before: {}, operations: [{ op: 'remove', path: 'title' }], after: {} },
  { rule: 'PA-12', says: 'null removes', before: { title: 'x' }, operations: [{ op: 'replace', path: 'title', value: null }], after: {} },
  { rule: 'CA-8, L-17', says: 'an empty text removes', mode: lenient, before: { title: 'x' }, operations: [{ op: 'replace', path: 'title', value: '' }], after: {} },
  { rule: 'CA-8', says: 'an empty text is a value', mode: strict, before: { title: 'x' }, operations: [{ op: 'replace', path: 'title', value: '' }], after: { title: '' } },
  { rule: 'PA-13', says: 'replace needs a value', before: {}, operations: [{ op: 'replace', path: 'title' }], error: 'invalidValue' },
  { rule: 'PA-14', says: 'what is required cannot be removed', before: {}, operations: [{ op: 'remove', path: 'userName' }], error: 'mutability' },
  { rule: 'CA-16', says: 'active cannot be removed', before: {}, operations: [{ op: 'remove', path: 'active' }], error: 'mutability' },
  { rule: 'CA-16', says: 'active cannot be null', before: {}, operations: [{ op: 'replace', path: 'active', value: null }], error: 'mutability' },
  { rule: 'L-2', says: 'active as text', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'active', value: 'False' }], after: { active: false } },
  { rule: 'L-2', says: 'active as text is no boolean', mode: strict, before: {}, operations: [{ op: 'replace', path: 'active', value: 'False' }], error: 'invalidValue' },
  { rule: 'CA-7', says: 'a number is no text', before: {}, operations: [{ op: 'replace', path: 'title', value: 1 }], error: 'invalidValue' },
  { rule: 'PA-10', says: 'id is readOnly', before: {}, operations: [{ op: 'replace', path: 'id', value: 'x' }], error: 'mutability' },
  { rule: 'PA-10', says: 'meta.created is readOnly', before: {}, operations: [{ op: 'replace', path: 'meta.created', value: 'x' }], error: 'mutability' },
  { rule: 'PA-3', says: 'a malformed path', before: {}, operations: [{ op: 'replace', path: 'a.b.c', value: 'x' }], error: 'invalidPath' },
  { rule: 'PA-3', says: 'an index is no path', before: {}, operations: [{ op: 'replace', path: 'emails[0].value', value: 'x' }], error: 'invalidFilter' },
  { rule: 'PA-3', says: 'a malformed filter', before: {}, operations: [{ op: 'replace', path: 'emails[type xx "y"].value', value: 'x' }], error: 'invalidFilter' },
  { rule: 'PA-3', says: 'an unknown attribute is refused', mode: strict, before: {}, operations: [{ op: 'replace', path: 'shoeSize', value: 'x' }], error: 'invalidPath' },
  { rule: 'PA-3, L-18', says: 'an unknown attribute is passed over', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'shoeSize', value: 'x' }, { op: 'add', path: 'title', value: 't' }], after: { title: 't' } },
  { rule: 'PA-3', says: 'a filter on a single value', before: { name: { givenName: 'A' } }, operations: [{ op: 'replace', path: 'name[givenName eq "A"].familyName', value: 'x' }], error: 'invalidPath' },
  { rule: 'SE-1', says: '__proto__ is an unknown attribute', mode: lenient, before: {}, operations: [{ op: 'add', value: JSON.parse('{"constructor":{"x":1}}') as Json }], after: {} },
  // rows 3 and 4: complex
  { rule: 'row 3', says: 'replace keeps the other sub-attributes', before: { name: { givenName: 'A', familyName: 'B' } }, operations: [{ op: 'replace', path: 'name', value: { givenName: 'C' } }], after: { name: { givenName: 'C', familyName: 'B' } } },
  { rule: 'row 3', says: 'a null sub-attribute is cleared', before: { name: { givenName: 'A', familyName: 'B' } }, operations: [{ op: 'add', path: 'name', value: { givenName: null } }], after: { name: { familyName: 'B' } } },
  { rule: 'row 3', says: 'remove unassigns the whole', before: { name: { givenName: 'A' } }, operations: [{ op: 'remove', path: 'name' }], after: {} },
  { rule: 'row 4', says: 'setting a sub-attribute makes its parent', before: {}, operations: [{ op: 'replace', path: 'name.givenName', value: 'A' }], after: { name: { givenName: 'A' } } },
  { rule: 'row 4, L-27', says: 'names are insensitive to case', before: {}, operations: [{ op: 'add', path: 'Name.Formatted', value: 'A' }], after: { name: { formatted: 'A' } } },
  { rule: 'row 4', says: 'an empty parent disappears', before: { name: { givenName: 'A' } }, operations: [{ op: 'remove', path: 'name.givenName' }], after: {} },
  // row 5: multi-valued
  { rule: 'row 5', says: 'add appends a list', before: { emails: [work] }, operations: [{ op: 'add', path: 'emails', value: [home] }], after: { emails: [work, home] } },
  { rule: 'row 5, L-10', says: 'add appends one', mode: lenient, before: { emails: [work] }, operations: [{ op: 'add', path: 'emails', value: home }], after: { emails: [work, home] } },
  { rule: 'row 5', says: 'what is there is not added again', before: { emails: [work] }, operations: [{ op: 'add', path: 'emails', value: [work] }], after: { emails: [work] } },
  { rule: 'row 5', says: 'replace replaces the list', before: { emails: [work] }, operations: [{ op: 'replace', path: 'emails', value: [home] }], after: { emails: [home] } },
  { rule: 'row 5', says: 'an empty list clears', before: { emails: [work] }, operations: [{ op: 'replace', path: 'emails', value: [] }], after: {} },
  { rule: 'row 5', says: 'null clears', before: { emails: [work] }, operations: [{ op: 'replace', path: 'emails', value: null }], after: {} },
  { rule: 'row 5', says: 'remove clears', before: { emails: [work, home] }, operations: [{ op: 'remove', path: 'emails' }], after: {} },
  { rule: 'PA-7', says: 'a new primary takes the place of the old one', before: { emails: [{ ...work, primary: true }] }, operations: [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }], after: { emails: [{ ...work, primary: false }, { ...home, primary: true }] } },
  { rule: 'PA-7', says: 'of two primaries the last one is', before: {}, operations: [{ op: 'add', path: 'emails', value: [{ ...work, primary: true }, { ...home, primary: true }] }], after: { emails: [{ ...work, primary: false }, { ...home, primary: true }] } },
  { rule: 'PA-7', says: 'an earlier element that becomes primary stays it', before: { emails: [work, { ...home, primary: true }] }, operations: [{ op: 'replace', path: 'emails[type eq "work"].primary', value: true }], after: { emails: [{ ...work, primary: true }, { ...home, primary: false }] } },
  // row 6: elements by filter
  { rule: 'row 6', says: 'add merges into the matches', before: { emails: [work, home] }, operations: [{ op: 'add', path: 'emails[type eq "work"]', value: { display: 'W' } }], after: { emails: [{ ...work, display: 'W' }, home] } },
  { rule: 'row 6', says: 'add makes the element', before: {}, operations: [{ op: 'add', path: 'emails[type eq "work"]', value: { value: 'w@x' } }], after: { emails: [work] } },
  { rule: 'row 6', says: 'replace keeps what the filter fixed', before: { addresses: [{ type: 'work', locality: 'L', region: 'R' }] }, operations: [{ op: 'replace', path: 'addresses[type eq "work"]', value: { locality: 'M' } }], after: { addresses: [{ type: 'work', locality: 'M' }] } },
  { rule: 'row 6, L-3', says: 'replace makes the element', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'w@x' } }], after: { emails: [work] } },
  { rule: 'row 6', says: 'replace needs a match', mode: strict, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'w@x' } }], error: 'noTarget' },
  { rule: 'row 6', says: 'remove removes the matches', before: { emails: [work, home] }, operations: [{ op: 'remove', path: 'emails[type eq "work"]' }], after: { emails: [home] } },
  { rule: 'row 6, L-16', says: 'removing no match succeeds', mode: lenient, before: { emails: [work] }, operations: [{ op: 'remove', path: 'emails[type eq "home"]' }], after: { emails: [work] } },
  { rule: 'row 6', says: 'removing needs a match', mode: strict, before: { emails: [work] }, operations: [{ op: 'remove', path: 'emails[type eq "home"]' }], error: 'noTarget' },
  // row 7: a sub-attribute of elements by filter
  { rule: 'row 7', says: 'all matches are set', before: { emails: [{ type: 'work', value: 'a' }, { type: 'work', value: 'b' }, home] }, operations: [{ op: 'replace', path: 'emails[type eq "work"].display', value: 'W' }], after: { emails: [{ type: 'work', value: 'a', display: 'W' }, { type: 'work', value: 'b', display: 'W' }, home] } },
  { rule: 'row 7, L-3', says: 'replace makes the element (Entra)', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@x' }], after: { emails: [work] } },
  { rule: 'row 7', says: 'replace needs a match', mode: strict, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@x' }], error: 'noTarget' },
  { rule: 'row 7', says: 'an element with only its type left disappears', before: { emails: [work, home] }, operations: [{ op: 'remove', path: 'emails[type eq "work"].value' }], after: { emails: [home] } },
  { rule: 'row 7', says: 'an element with more left stays', before: { emails: [{ ...work, display: 'W' }] }, operations: [{ op: 'remove', path: 'emails[type eq "work"].value' }], after: { emails: [{ type: 'work', display: 'W' }] } },
  { rule: 'row 7', says: 'clearing a part of nothing makes nothing', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: '' }], after: {} },
  { rule: 'PA-11', says: 'every eq of the filter is stamped', mode: lenient, before: {}, operations: [{ op: 'add', path: 'roles[primary eq "True" and type eq "x"].value', value: 'Admin' }], after: { roles: [{ primary: true, type: 'x', value: 'Admin' }] } },
  { rule: 'PA-11', says: 'a filter with or makes nothing', before: {}, operations: [{ op: 'add', path: 'emails[type eq "work" or type eq "home"].value', value: 'x' }], error: 'noTarget' },
  { rule: 'PA-11', says: 'two operations hit the element the first one made', mode: lenient, before: {}, operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'w@x' }, { op: 'add', path: 'emails[type eq "work"].primary', value: true }], after: { emails: [{ ...work, primary: true }] } },
  { rule: 'L-30', says: 'two elements of one type are both addressed', before: { emails: [{ type: 'work', value: 'a' }, { type: 'work', value: 'b' }] }, operations: [{ op: 'remove', path: 'emails[type eq "work"]' }], after: {} },
  // row 8: a sub-attribute of all elements
  { rule: 'row 8', says: 'a sub-attribute without filter applies to all', before: { emails: [work, home] }, operations: [{ op: 'replace', path: 'emails.display', value: 'D' }], after: { emails: [{ ...work, display: 'D' }, { ...home, display: 'D' }] } },
  { rule: 'row 8', says: 'with none there, one is made', before: {}, operations: [{ op: 'add', path: 'emails.value', value: 'x' }], after: { emails: [{ value: 'x' }] } },
  // row 10: extensions
  { rule: 'row 10', says: 'a bare URN merges', before: { [e]: { department: 'HR' } }, operations: [{ op: 'add', path: e, value: { costCenter: '1' } }], after: { [e]: { department: 'HR', costCenter: '1' } } },
  { rule: 'row 10', says: 'removing a bare URN clears the extension', before: { [e]: { department: 'HR' } }, operations: [{ op: 'remove', path: e }], after: {} },
  { rule: 'PA-8', says: 'removing the last attribute drops the extension', before: { [e]: { department: 'HR' } }, operations: [{ op: 'remove', path: `${e}:department` }], after: {} },
  { rule: 'AN-1', says: 'an attribute of one extension needs no URN', before: {}, operations: [{ op: 'add', path: 'department', value: 'HR' }], after: { [e]: { department: 'HR' } } },
  // rows 11 and 12: remove with a value
  { rule: 'row 11, L-4', says: 'remove with a list removes those', mode: lenient, before: { emails: [work, home] }, operations: [{ op: 'remove', path: 'emails', value: [{ value: 'w@x' }] }], after: { emails: [home] } },
  { rule: 'row 11', says: 'remove with a list never clears all', mode: lenient, before: { emails: [work, home] }, operations: [{ op: 'remove', path: 'emails', value: [{ value: 'other' }] }], after: { emails: [work, home] } },
  { rule: 'row 12', says: 'remove with an empty list changes nothing', before: { emails: [work] }, operations: [{ op: 'remove', path: 'emails', value: [] }], after: { emails: [work] } },
  { rule: 'row 12', says: 'remove with null clears', before: { emails: [work] }, operations: [{ op: 'remove', path: 'emails', value: null }], after: {} },
  // manager
  ...[{ value: 'M1' }, 'M1', [{ $ref: 'https://x/Users/M1', value: 'M1' }]].flatMap((value): Case[] =>
    ['manager', `${e}:manager`].map((path) => ({ rule: 'PA-16, L-8', says: `manager by ${JSON.stringify(value)} at ${path}`, mode: lenient, before: {}, operations: [{ op: 'add', path, value }], after: { [e]: { manager: { value: 'M1' } } } })),
  ),
  ...[{ value: '' }, '', null, []].map((value): Case => ({ rule: 'PA-16, L-8', says: `manager cleared by ${JSON.stringify(value)}`, mode: lenient, before: { [e]: { manager: { value: 'M1' } } }, operations: [{ op: 'replace', path: 'manager', value }], after: {} })),
  ...['manager.value', `${e}:manager.value`].map((path): Case => ({ rule: 'PA-16', says: `${path} is set`, before: { [e]: { department: 'HR' } }, operations: [{ op: 'replace', path, value: 'M2' }], after: { [e]: { department: 'HR', manager: { value: 'M2' } } } })),
  // order and atomicity
  { rule: 'PA-4', says: 'remove, add, replace end with the last', before: { title: 'x' }, operations: [{ op: 'remove', path: 'title' }, { op: 'add', path: 'title', value: 'y' }, { op: 'replace', path: 'title', value: 'z' }], after: { title: 'z' } },
  { rule: 'PA-4', says: 'a failing third operation undoes the first two', before: { title: 'x' }, operations: [{ op: 'replace', path: 'title', value: 'y' }, { op: 'add', path: 'nickName', value: 'n' }, { op: 'replace', path: 'active', value: 'maybe' }], error: 'invalidValue' },
  { rule: 'PA-17, L-21', says: 'a role that is JSON in a text stays as it is', mode: lenient, before: {}, operations: [{ op: 'add', path: 'roles', value: [{ value: '{"id":"1","displayName":"Admin"}', displayName: 'x' }] }], after: { roles: [{ value: '{"id":"1","displayName":"Admin"}' }] } },
  { rule: 'L-9', says: 'a list of one for a single value', mode: lenient, before: {}, operations: [{ op: 'Replace'.toLowerCase(), path: 'displayName', value: [{ $ref: null, value: 'Ana' }] }], after: { displayName: 'Ana' } },
]
