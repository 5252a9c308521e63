import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import { parsePatchOp } from '../message/patch-op.ts'
import { urns } from '../message/urns.ts'
import { rulesOf } from '../rules.ts'
import { groupType } from '../schema/group-type.ts'
import { readResource } from '../schema/input.ts'
import { schemasOf } from '../schema/schemas.ts'
import { userTypeWith } from '../schema/user-type.ts'
import { applyPatch } from './apply.ts'
import { splitMembers } from './member-changes.ts'
import type { ElementChange } from './member-changes.ts'

const userType = userTypeWith({ groups: true, password: true })
const runs = { numRuns: 1000 }

const paths = [
  'userName|active|name|name.givenName|manager|groups|roles|schemas|id|meta|displayName|x509Certificates',
  'emails|emails[type eq "work"]|emails[type eq "work"].value|emails[|emails.primary|..||value|type|primary',
  'members|members[value eq "1"]|members[value eq "1" or value eq "3"]|__proto__|constructor',
  `${urns.enterpriseUser}|${urns.enterpriseUser}:manager`,
]
const names = fc.constantFrom(...paths.join('|').split('|'))
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, false, '', 'True', '1', '2', 7, 0.5),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value
const operation = fc.record(
  { op: fc.constantFrom('add', 'replace', 'remove', 'Add'), path: names, value: json },
  { requiredKeys: ['op'] },
)
const bodies = fc
  .array(operation, { maxLength: 4 })
  .map((operations) => ({ schemas: [urns.patchOp], Operations: operations as unknown as Json }))

/** What comes out, or `undefined` when it is refused with 400. Anything else that is thrown is a bug. */
function unlessRefused<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch (error) {
    expect(error).toBeInstanceOf(ScimError)
    expect(error).toMatchObject({ status: 400 })
    return undefined
  }
}

describe.each(['lenient', 'strict'] as const)('%s', (mode) => {
  const rules = rulesOf(mode)

  test('PA-4, PA-6: whatever is sent is refused, or leaves a resource that can be read as it is', () => {
    const before = { userName: 'ana', active: true, emails: [{ type: 'work', value: 'a', primary: true }] }
    const kept = structuredClone(before)
    fc.assert(
      fc.property(bodies, (body) => {
        const patched = unlessRefused(() => applyPatch(before, parsePatchOp(body, rules), userType, { rules }))
        expect(before).toEqual(kept)
        if (patched === undefined) return
        const { resource } = patched
        const sent: Attributes = { schemas: schemasOf(userType, resource), ...resource }
        expect(readResource(userType, sent, { rules })).toEqual(resource)
      }),
      runs,
    )
  })

  test('PA-19: a group that is patched without its members becomes what it becomes with them', () => {
    const members = [{ value: '1' }, { value: '2' }]
    fc.assert(
      fc.property(bodies, (body) => {
        const operations = unlessRefused(() => parsePatchOp(body, rules))
        if (operations === undefined) return
        const split = unlessRefused(() => splitMembers(operations, groupType, rules))
        const group = { displayName: 'Staff', members }
        const whole = unlessRefused(() => applyPatch(group, operations, groupType, { rules }))
        if (split === undefined || split === 'needsAll' || whole === undefined) return
        const { resource } = applyPatch({ displayName: 'Staff' }, split.rest, groupType, { rules })
        const { members: after = [], ...rest } = whole.resource
        expect(resource).toEqual(rest)
        const values = (after as readonly Attributes[]).map(({ value }) => value)
        expect(split.changes.reduce(carryOut, ['1', '2'])).toEqual(values)
      }),
      runs,
    )
  })

  test('CR-3, SE-1: any JSON is read as a resource or refused with 400', () => {
    fc.assert(
      fc.property(json, (body) => {
        unlessRefused(() => readResource(userType, body, { rules }))
        unlessRefused(() => readResource(groupType, body, { rules, before: { displayName: 'Staff' } }))
      }),
      runs,
    )
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

/** What a store makes of a group's members, by their values. */
function carryOut(values: readonly Json[], change: ElementChange): readonly Json[] {
  switch (change.op) {
    case 'add':
      return [...new Set([...values, ...change.elements.flatMap(({ value }) => value ?? [])])]
    case 'replace':
      return change.elements.flatMap(({ value }) => value ?? [])
    case 'remove':
      return values.filter((value) => !change.values.some((each) => each === value))
    case 'clear':
      return []
  }
}
