import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { mappingOf } from '../job/mapping-of.ts'
import type { AttributeDefinition } from '../job/schema.ts'
import type { Flow, Value } from '../types.ts'
import { all, diff, type Definitions } from './diff.ts'

const definitions: Definitions = new Map(
  (
    [
      { name: 'userName', type: 'String', caseExact: false },
      { name: 'title', type: 'String', caseExact: true },
      { name: 'active', type: 'Boolean' },
      { name: 'manager', type: 'Reference' },
      { name: 'hired', type: 'DateTime' },
    ] satisfies AttributeDefinition[]
  ).map((definition) => [definition.name, definition]),
)
const flow = (path: string, value: Value, rest: Partial<Flow> = {}): Flow => ({
  mapping: mappingOf({ expression: '[x]', targetAttributeName: path, matchingPriority: 0 }),
  path,
  value,
  ...rest,
})
const ref = { type: 'User', id: 'bea' }
const work = 'emails[type eq "work"].value'

describe('what must be written', () => {
  test.each<[string, Flow, Attributes, object | null]>([
    ['the same text', flow('title', 'Boss'), { title: 'Boss' }, null],
    ['another text', flow('title', 'Boss'), { title: 'Clerk' }, { op: 'replace', from: 'Clerk', to: 'Boss' }],
    ['a text where there is none', flow('title', 'Boss'), {}, { op: 'add', to: 'Boss' }],
    ['a text where there is null', flow('title', 'Boss'), { title: null }, { op: 'add', to: 'Boss' }],
    ['nothing where there is a text', flow('title', null), { title: 'Boss' }, { op: 'remove', from: 'Boss' }],
    ['nothing where there is nothing', flow('title', null), {}, null],
    [
      'another letter case where it counts',
      flow('title', 'boss'),
      { title: 'Boss' },
      { op: 'replace', from: 'Boss', to: 'boss' },
    ],
    ['another letter case where it does not count', flow('userName', 'ANA@x'), { userName: 'ana@x' }, null],
    ['a name in another letter case', flow('userName', 'ana@x'), { UserName: 'ana@x' }, null],
    [
      'the same moment as the application writes it',
      flow('hired', '2013-09-30T00:00:00Z'),
      { hired: '2013-09-30T02:00:00.000+02:00' },
      null,
    ],
    [
      'another moment',
      flow('hired', '2013-09-30T00:00:00Z'),
      { hired: '2013-10-01' },
      { op: 'replace', to: '2013-09-30T00:00:00Z' },
    ],
    ['true as text', flow('active', true), { active: 'True' }, null],
    ['false where it is true', flow('active', false), { active: true }, { op: 'replace', from: true, to: false }],
    [
      'a value of a list',
      flow(work, 'a@x'),
      {
        emails: [
          { type: 'home', value: 'h@x' },
          { type: 'work', value: 'a@x' },
        ],
      },
      null,
    ],
    [
      'another value of a list',
      flow(work, 'a@x'),
      { emails: [{ type: 'work', value: 'b@x' }] },
      { op: 'replace', from: 'b@x', to: 'a@x' },
    ],
    [
      'a value that the list does not have',
      flow(work, 'a@x'),
      { emails: [{ type: 'home', value: 'a@x' }] },
      { op: 'add', to: 'a@x' },
    ],
    [
      'the manager as an object',
      flow('manager', 'm1', { of: ref }),
      { manager: { value: 'm1', displayName: 'Bea' } },
      null,
    ],
    ['the manager as an id', flow('manager', 'm1', { of: ref }), { manager: 'm1' }, null],
    [
      'another manager',
      flow('manager', 'm2', { of: ref }),
      { manager: { value: 'm1' } },
      { op: 'replace', from: 'm1', to: 'm2', kind: 'reference' },
    ],
    ['a manager who has no account yet', flow('manager', { late: 'targetId', of: ref }), {}, null],
  ])('%s', (_, one, current, expected) => {
    const changes = diff([one], current, definitions)
    if (expected === null) expect(changes).toEqual([])
    else expect(changes).toMatchObject([{ path: one.path, ...expected }])
  })

  test('an attribute without a flow is left alone', () => {
    expect(diff([], { title: 'Boss', nickName: 'B' }, definitions)).toEqual([])
  })

  test('a sensitive value stays marked', () => {
    expect(diff([flow('title', 'secret', { sensitive: true })], {}, definitions)).toMatchObject([{ sensitive: true }])
  })

  test('a new account gets all there is, what comes late included, and no nulls', () => {
    const late = { late: 'targetId', of: ref } as const
    const flows = [flow('userName', 'ana@x'), flow('title', null), flow('manager', late)]
    expect(all(flows, definitions)).toEqual([
      { op: 'add', path: 'userName', kind: 'value', to: 'ana@x' },
      { op: 'add', path: 'manager', kind: 'reference', to: late },
    ])
  })
})
