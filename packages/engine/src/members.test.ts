import type { Ref } from '@usher/scim'
import { expect, test } from 'vitest'
import { refKey } from './map/references.ts'
import { decideMembers } from './members.ts'
import { TargetError, type Ports, type Target } from './ports.ts'
import { placedLines } from './record/member-lines.ts'
import { placeAll, type Placing, type Told } from './apply/members.ts'
import type { Link, Membership } from './types.ts'

const ref = (type: string, id: string): Ref => ({ type, id })
const group = ref('Group', 'g')
const link = (targetId: string): Link => ({ targetId, joinedBy: null, state: 'managed', active: true, sent: '' })

test('accounts that passed to somebody else of the same group stay in it, those of people and of groups', async () => {
  const links = new Map([[refKey(group), link('G')]])
  const heirs = new Map([
    ['A', ref('User', 'heir')],
    ['B', ref('Group', 'heirs')],
  ])
  const gone = [ref('User', 'ana'), ref('Group', 'sales')].map((member): Membership => ({ group, member }))
  const written = new Map([
    ['ana', 'A'],
    ['sales', 'B'],
  ])
  const ports = {
    source: { present: (all: readonly Membership[]) => Promise.resolve(all.map(() => true)) },
    journal: {
      links: () => Promise.resolve(links),
      owners: (type: string, ids: readonly string[]) =>
        Promise.resolve(new Map([...heirs].filter(([id, one]) => one.type === type && ids.includes(id)))),
      members: {
        links: (all: readonly Membership[]) =>
          Promise.resolve(
            new Map(
              all.map((one) => [
                `${one.group.id}/${refKey(one.member)}`,
                {
                  ...one,
                  written: { group: 'G', member: written.get(one.member.id) ?? '' },
                  sure: true,
                  reported: false,
                },
              ]),
            ),
          ),
      },
    },
  }
  const gathering = { present: [false, false], looked: false, actual: null }
  const decided = await decideMembers(ports as unknown as Ports, gone, gathering)
  expect(decided.map(({ decision }) => decision.what)).toEqual(['forget', 'forget'])
})

test('the directory is read once for all the lines of a page, however many groups they are about', async () => {
  let reads = 0
  const source = {
    read(refs: readonly Ref[]) {
      reads += 1
      return Promise.resolve(refs.map((one) => ({ ref: one, object: { displayName: one.id }, assignments: [] })))
    },
  }
  const told = Array.from({ length: 50 }, (_, n): Told => {
    const membership = { group: ref('Group', `g${n}`), member: ref('User', `u${n}`) }
    const ids = { group: `G${n}`, member: `U${n}` }
    return { placed: [{ placing: { what: 'add', membership, ids, known: null }, error: null }], exchanges: [] }
  })
  const lines = await placedLines({ source } as unknown as Ports, told)
  expect(lines).toHaveLength(50)
  expect(lines[7]?.outcome.change).toMatchObject({ ref: { id: 'g7' }, patch: [{ op: 'add', to: ['u7'] }] })
  expect(reads).toBe(1)
})

test('a group that is gone is asked once for each page, however many come to it, and the next group is served', async () => {
  const asked: string[] = []
  const target = {
    able: { membersPerRequest: 2, parallel: 4 },
    changeMembers(id: string) {
      asked.push(id)
      if (id === 'gone') throw new TargetError({ code: 'InvalidAnchor', message: 'gone', retry: 'soon' })
      return Promise.resolve()
    },
  }
  const placings = ['gone', 'there'].flatMap((id) =>
    Array.from({ length: 6 }, (_, n): Placing => {
      const membership = { group: ref('Group', id), member: ref('User', `u${n}`) }
      return { what: 'add', membership, ids: { group: id, member: `U${n}` }, known: null }
    }),
  )
  const { told } = await placeAll(target as unknown as Target, placings)
  expect(asked.toSorted()).toEqual(['gone', 'there', 'there', 'there'])
  const placed = told.flatMap((one) => one.placed)
  expect(placed.filter(({ error }) => error?.code === 'InvalidAnchor')).toHaveLength(6)
  expect(placed.filter(({ error }) => error === null)).toHaveLength(6)
})
