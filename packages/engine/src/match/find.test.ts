import type { Attributes } from '@usher/scim'
import { expect, test } from 'vitest'
import { TargetError, TargetUnusable, type Target } from '../ports.ts'
import type { Link, MatchingValue } from '../types.ts'
import { find, type Sought } from './find.ts'
import { indexByListing, worthListing } from './index-by-listing.ts'

const accounts: Readonly<Record<string, Attributes>> = {
  a: { userName: 'ana@x', displayName: 'Ana' },
  b: { userName: 'bea@x', displayName: 'Bea' },
}
const objects = Object.entries(accounts).map(([id, attributes]) => ({ id, attributes }))
const refuse = () => Promise.reject(new Error('not asked for'))

/** A target whose search answers so; everything it was asked is kept. */
function targetThat(search: Target['find'], asked: string[] = []): Target {
  return {
    able: {
      delete: false, deleteGroups: false, softDelete: true, groups: true, membersPerRequest: 100, list: true, pageSize: 100, parallel: 1,
    }, // prettier-ignore
    find: (type, terms, trace) => {
      asked.push(`find ${terms.map(({ path, value: wanted }) => `${path} ${String(wanted)}`).join(' and ')}`)
      return search(type, terms, trace)
    },
    get: ({ id }) => {
      asked.push(`get ${id}`)
      return Promise.resolve(objects.find((one) => one.id === id) ?? null)
    },
    async *list() {
      yield { objects: await Promise.resolve(objects), total: objects.length }
    },
    create: refuse,
    update: refuse,
    delete: refuse,
    changeMembers: refuse,
    members: refuse,
  }
}
const honest: Target['find'] = (_type, terms) =>
  Promise.resolve(
    objects.filter(({ attributes }) =>
      terms.every(
        ({ path, value: wanted }) =>
          JSON.stringify(attributes[path]).toLowerCase() === JSON.stringify(wanted).toLowerCase(),
      ),
    ),
  )
const ignoring: Target['find'] = () => Promise.resolve(objects)

const value = (text: string, path = 'userName', caseExact = false): MatchingValue => ({ path, value: text, caseExact })
const link = (targetId: string | null, joinedBy: MatchingValue | null = null): Link => ({
  targetId,
  joinedBy,
  state: 'managed',
  active: true,
  sent: null,
})
const sought = (rest: Partial<Sought>): Sought => ({
  ref: { type: 'User', id: 'p' },
  link: null,
  values: [],
  settled: false,
  idle: false,
  ...rest,
})
const plain = { index: null, recreate: false }

type Row = readonly [
  string,
  Partial<Sought>,
  Target['find'],
  { index: null; recreate: boolean },
  string,
  readonly string[],
]
const rows: readonly Row[] = [
  [
    'a linked object is read by its id, never searched',
    { link: link('a'), values: [value('bea@x')] },
    honest,
    plain,
    'linked',
    ['get a'],
  ],
  ['one with nothing to change is not even read', { link: link('a'), settled: true }, honest, plain, 'settled', []],
  [
    'one out of scope and never linked is not looked for',
    { idle: true, values: [value('ana@x')] },
    honest,
    plain,
    'absent',
    [],
  ],
  [
    'a linked account that is gone has vanished',
    { link: link('z'), values: [value('ana@x')] },
    honest,
    plain,
    'vanished',
    ['get z'],
  ],
  [
    'or is searched for when it may be made again',
    { link: link('z'), values: [value('ana@x')] },
    honest,
    { index: null, recreate: true },
    'joined',
    ['get z', 'find userName ana@x'],
  ],
  [
    'an existing account is found in any letter case',
    { values: [value('ANA@x')] },
    honest,
    plain,
    'joined',
    ['find userName ANA@x'],
  ],
  [
    'but not where the case counts',
    { values: [value('ANA@x', 'userName', true)] },
    honest,
    plain,
    'absent',
    ['find userName ANA@x'],
  ],
  [
    'the first attribute that finds somebody ends the search',
    { values: [value('eve@x'), value('Bea', 'displayName'), value('ana@x')] },
    honest,
    plain,
    'joined',
    ['find userName eve@x', 'find displayName Bea'],
  ],
  [
    'the value of a create without an answer is asked for first',
    { link: link(null, value('ana@x')), values: [value('new@x')] },
    honest,
    plain,
    'joined',
    ['find userName ana@x'],
  ],
  [
    'and, when it was not made, the value of today',
    { link: link(null, value('eve@x')), values: [value('new@x')] },
    honest,
    plain,
    'absent',
    ['find userName eve@x', 'find userName new@x'],
  ],
  [
    'the same value is not asked for twice',
    { link: link(null, value('eve@x')), values: [value('eve@x')] },
    honest,
    plain,
    'absent',
    ['find userName eve@x'],
  ],
  ['nothing to be found by', {}, honest, plain, 'unmatchable', []],
  [
    'a server that ignores the filter makes nobody somebody else',
    { values: [value('eve@x')] },
    ignoring,
    plain,
    'absent',
    ['find userName eve@x'],
  ],
  ['nor two out of one', { values: [value('ana@x')] }, ignoring, plain, 'joined', ['find userName ana@x']],
  [
    'one object that cannot be looked up is told, not thrown',
    { values: [value('ana@x')] },
    () => Promise.reject(new TargetError({ code: 'Timeout', message: 'slow', retry: 'soon' })),
    plain,
    'unreachable',
    ['find userName ana@x'],
  ],
]

test.each(rows.map(([what, from, search, ...rest]) => ({ what, from, search, rest })))(
  '$what',
  async ({ from, search, rest }) => {
    const [options, kind, expected] = rest
    const asked: string[] = []
    const { match } = await find(
      { target: targetThat(search, asked), type: 'User', trace: [], ...options },
      sought(from),
    )
    expect(match.kind).toBe(kind)
    expect(asked).toEqual(expected)
  },
)

test('a target that cannot be used at all is thrown', async () => {
  const down = () => Promise.reject(new TargetUnusable({ code: 'Unauthorized', message: 'no', retry: 'later' }))
  await expect(
    find({ target: targetThat(down), type: 'User', trace: [], ...plain }, sought({ values: [value('ana@x')] })),
  ).rejects.toThrow(TargetUnusable)
})

test('a hit in the list is read before it counts', async () => {
  const asked: string[] = []
  const target = targetThat(refuse, asked)
  const index = await indexByListing(target, { type: 'User', paths: ['userName'], unlinked: 50 }, [])
  const { match } = await find(
    { target, type: 'User', trace: [], index, recreate: false },
    sought({ values: [value('ANA@x')] }),
  )
  expect(match).toMatchObject({ kind: 'joined', target: { id: 'a' } })
  expect(asked).toEqual(['get a'])
})

test.each([
  ['10,000 people, an empty application', 10_000, 0, true],
  ['10,000 people, a hundred accounts', 10_000, 100, true],
  ['12 people, 1,300 accounts', 12, 1300, false],
  ['one person, an empty application', 1, 0, false],
])('whether listing is cheaper than asking: %s', (_, unlinked, total, expected) => {
  expect(worthListing(unlinked, total, 100)).toBe(expected)
})

test('the list knows values that are no texts', async () => {
  const vip = { id: 'a', attributes: { active: true, employeeNumber: 7 } }
  const target: Target = {
    ...targetThat(refuse),
    list: async function* () {
      await Promise.resolve()
      yield { objects: [vip], total: 1 }
    },
    get: () => Promise.resolve(vip),
  }
  const terms = [value('True', 'active'), value('7', 'employeeNumber')]
  const paths = terms.map(({ path }) => path)
  const index = await indexByListing(target, { type: 'User', paths, unlinked: 50 }, [])
  const together = { path: paths.join(' and '), value: 'True, 7', caseExact: false, terms }
  const { match } = await find({ target, type: 'User', trace: [], index, recreate: false }, sought({ values: [together] })) // prettier-ignore
  expect(match).toMatchObject({ kind: 'joined', target: vip })
})

test('what is no text is asked for as what it is', async () => {
  const asked: unknown[] = []
  const target = targetThat((_type, terms) => {
    asked.push(terms)
    return Promise.resolve([])
  })
  const level: MatchingValue = { path: 'level', value: '7', literal: 7, caseExact: false }
  const both = { ...value('Ana', 'displayName'), terms: [value('Ana', 'displayName'), level] }
  await find({ target, type: 'User', trace: [], ...plain }, sought({ values: [both] }))
  expect(asked).toEqual([
    [
      { path: 'displayName', value: 'Ana' },
      { path: 'level', value: 7 },
    ],
  ])
})

test('what was intended and never answered is asked for, since a list may be older than it', async () => {
  const asked: string[] = []
  const target = targetThat(honest, asked)
  const empty = { ids: () => [] }
  const intended: Link = { targetId: null, joinedBy: value('ana@x'), state: 'managed', active: true, sent: null }
  const search = { target, type: 'User', trace: [], index: empty, recreate: false }
  const { match } = await find(search, sought({ values: [value('ana@x')], link: intended }))
  expect(match).toMatchObject({ kind: 'joined', target: { id: 'a' } })
  expect(asked).toEqual(['find userName ana@x'])
})
