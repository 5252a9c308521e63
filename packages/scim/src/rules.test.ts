import { expect, test } from 'vitest'
import type { Attributes } from './resource.ts'
import { compileFilter } from './filter/evaluate.ts'
import { parseFilter } from './filter/parse.ts'
import { parseBulk } from './message/bulk.ts'
import { parsePatchOp } from './message/patch-op.ts'
import type { PatchOperation } from './message/patch-op.ts'
import { parseQuery } from './message/query.ts'
import { urns } from './message/urns.ts'
import { applyPatch } from './patch/apply.ts'
import { lenient, leniencies, options, rulesOf, strict } from './rules.ts'
import type { Rules } from './rules.ts'
import { readResource } from './schema/input.ts'
import { userType } from './schema/user-type.ts'

/** What the endpoints decide, not the library; and members that do not exist, which only a store knows. */
type Elsewhere = 'endpointCase' | 'noContentType' | 'anyAccept' | 'skipUnknownMembers'

const schemas = [urns.user]
const person: Attributes = {
  userName: 'ana',
  active: true,
  emails: [{ type: 'work', value: 'a@b' }],
  title: 'x',
  [urns.enterpriseUser]: { department: 'HR' },
}

function create(body: Attributes, more: Attributes = { schemas, userName: 'ana' }) {
  return (rules: Rules): unknown => readResource(userType, { ...more, ...body }, { rules })
}

function patch(operation: PatchOperation) {
  return (rules: Rules): unknown => applyPatch(person, [operation], userType, { rules }).resource
}

function find(filter: string) {
  return (rules: Rules): unknown => compileFilter(parseFilter(filter, undefined, rules), userType, rules)(person)
}

function ask(parameters: string) {
  return (rules: Rules): unknown => parseQuery(new URLSearchParams(parameters), userType, rules)
}

/** For each switch, something that comes out otherwise when it is on than when it is off. */
const moments: { readonly [name in Exclude<keyof Rules, Elsewhere>]: (rules: Rules) => unknown } = {
  booleanText: create({ active: 'True' }),
  createElement: patch({ op: 'replace', path: 'emails[type eq "home"].value', value: 'x' }),
  removeListed: patch({ op: 'remove', path: 'emails', value: [{ value: 'other' }] }),
  pathKeys: patch({ op: 'add', value: { 'name.givenName': 'Ana' } }),
  readOnlyMembers: patch({ op: 'add', value: { id: '7' } }),
  textForObject: patch({ op: 'add', path: `${urns.enterpriseUser}:manager`, value: 'M1' }),
  bareExtensionNames: find('department pr'),
  singleFromList: create({ title: ['x'] }),
  listFromSingle: create({ emails: { value: 'x' } }),
  unknownSchemas: create({ schemas: [...schemas, 'urn:x:y'] }),
  unannouncedExtensions: create({ [urns.enterpriseUser]: { department: 'HR' } }),
  coreContainer: create({ [urns.user]: { title: 'x' } }),
  bareWords: find('title eq x'),
  elementTail: find('emails[type eq "work"].value eq "a@b"'),
  removeAbsent: patch({ op: 'remove', path: 'emails[type eq "home"]' }),
  emptyClears: patch({ op: 'replace', path: 'title', value: '' }),
  unknownAttributes: create({ shoeSize: 9 }),
  emptyOperations: (rules) => parsePatchOp({ schemas: [urns.patchOp], Operations: [] }, rules),
  anyReference: create({ profileUrl: 'not a URI' }),
  anyUserName: create({ userName: 'Ana Silva' }),
  missingSchemas: create({}, { userName: 'ana' }),
  nameCase: (rules) => parsePatchOp({ schemas: [urns.patchOp], operations: [{ op: 'remove', path: 'x' }] }, rules),
  unknownPaths: patch({ op: 'add', path: 'shoeSize', value: 9 }),
  otherId: (rules) =>
    readResource(userType, { schemas, userName: 'ana', id: 'U2' }, { rules, before: person, id: 'U1' }),
  unknownInFilter: find('shoeSize pr'),
  literalText: find('active eq "True"'),
  literalCase: find('nickName eq NULL'),
  bothProjections: ask('attributes=id&excludedAttributes=title'),
  unknownSort: ask('sortBy=shoeSize'),
  methodCase: (rules) =>
    parseBulk(
      { schemas: [urns.bulkRequest], Operations: [{ method: 'delete', path: '/Users/1' }] },
      { maxOperations: 1 },
      rules,
    ),
  keepOmitted: (rules) => readResource(userType, { schemas, userName: 'ana' }, { rules, before: person }),
  parseRoleText: create({ roles: [{ value: '{"value":"admin"}' }] }),
}

/** What comes out, or the sentence it is refused with. */
function outcome(moment: (rules: Rules) => unknown, rules: Rules): string {
  try {
    return JSON.stringify(moment(rules))
  } catch (error) {
    return String(error)
  }
}

const switches = Object.entries(moments) as readonly [keyof typeof moments, (rules: Rules) => unknown][]

test.each(switches)('§16: %s can be switched by itself, in either mode', (name, moment) => {
  for (const rules of [lenient, strict])
    expect(outcome(moment, { ...rules, [name]: true })).not.toBe(outcome(moment, { ...rules, [name]: false }))
})

test('§16: every leniency is on when lenient and off when strict, every option off', () => {
  for (const name of Object.keys(leniencies) as (keyof typeof leniencies)[])
    expect([lenient[name], strict[name]]).toEqual([true, false])
  for (const name of Object.keys(options) as (keyof typeof options)[])
    expect([lenient[name], strict[name]]).toEqual([false, false])
  expect(rulesOf('strict', { booleanText: true })).toEqual({ ...strict, booleanText: true })
})

test('§16: each row says what it takes and for whom, with its number', () => {
  for (const row of Object.values(leniencies)) {
    expect(row.number).toMatch(/^[A-Z]{1,2}-\d+$/)
    expect(row.says).toMatch(/\.$/)
    expect(row.for).not.toBe('')
  }
})
