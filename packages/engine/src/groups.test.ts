import { describe, expect, test } from 'vitest'
import { groupRules } from '../../../test/law/groups/rule.ts'
import { Life } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import type { Rule } from './job/rule.ts'
import { TargetError } from './ports.ts'

const create = (...slots: number[]): readonly Happening[] => slots.map((slot) => ({ what: 'create', slot }))
const form = (group = 0): Happening => ({ what: 'form', group, slot: 0 })
const join = (...slots: number[]): readonly Happening[] => slots.map((slot) => ({ what: 'join', group: 0, slot }))
const leave = (slot: number): Happening => ({ what: 'leave', group: 0, slot })
const on = (
  what: 'disable' | 'enable' | 'assign' | 'unassign' | 'delete' | 'restore' | 'purge',
  slot = 0,
): Happening => ({ what, slot })
const group = (what: 'dissolve' | 'assignGroup' | 'unassignGroup'): Happening => ({ what, group: 0, slot: 0 })

function withGroups(change: Partial<Rule> = {}): Life {
  const [people, ...others] = groupRules
  const life = new Life(people)
  life.others = others.map((rule) => ({ ...rule, ...change }))
  life.canDelete = true
  return life
}

/** A group with the people of these slots, provisioned. */
async function staffed(...slots: number[]): Promise<Life> {
  const life = withGroups().happen(...create(...slots), form(), ...join(...slots))
  await life.cycle()
  return life
}

describe('groups', () => {
  test('CY-8, R-12: people first, then groups without members, then who is in them', async () => {
    const life = withGroups().happen(...create(0, 1), form(), ...join(0, 1))
    const summary = await life.cycle()
    expect(life.writes.toSorted().slice(0, 3)).toEqual(['create G3', 'create u0@x', 'create u1@x'])
    expect(life.writes.slice(2)).toEqual(['create G3', 'members of G3: +u0@x +u1@x'])
    expect(summary).toMatchObject({ created: 3, members: { added: 2, removed: 0, missing: 0 } })
    await life.cycle()
    expect(life.writes).toEqual([])
  })

  test('CY-45, R-14: a group that is renamed is one change of its name', async () => {
    const life = await staffed(0)
    await life.happen({ what: 'call', group: 0, slot: 0, to: 1 }).cycle()
    expect(life.writes).toEqual(['update G2 displayName=g2 called 1'])
  })

  test('an existing group of that name is taken over, with whoever else is in it', async () => {
    const life = withGroups().happen(...create(0), form(), ...join(0))
    life.application.groups.set('old', { displayName: 'G2' })
    life.application.accounts.set('x', { userName: 'stranger@x' })
    life.application.members.set('old', new Set(['x']))
    expect(await life.cycle()).toMatchObject({ joined: 1 })
    expect(life.members(0)).toEqual(['stranger@x', 'u0@x'])
  })

  test.each([
    ['DP-37, R-18: is not assigned any more', group('unassignGroup')],
    ['DP-37, R-18: is deleted in the directory', group('dissolve')],
  ])('a group that %s is deleted', async (_, happening) => {
    const life = await staffed(0)
    await life.happen(happening).cycle()
    expect(life.writes).toEqual(['delete G2'])
    expect(life.application.groups.size).toBe(0)
    await life.cycle()
    expect(life.writes).toEqual([])
  })

  test('DP-37: it counts as a removal, and is held with the others', async () => {
    const life = await staffed(0)
    life.rule = { ...life.rule, guard: { threshold: 1, percent: 100 } }
    expect(await life.happen(group('unassignGroup')).cycle()).toMatchObject({ held: 1 })
    expect(life.writes).toEqual([])
    life.decide('allowed')
    await life.cycle()
    expect(life.writes).toEqual(['delete G2'])
  })

  test('with Delete unticked it stays, and its members are left as they are until it comes back', async () => {
    const life = await staffed(0, 1)
    life.others = life.others.map((rule) => ({ ...rule, actions: { create: true, update: true, delete: false } }))
    await life.happen(group('unassignGroup')).cycle()
    expect(life.writes).toEqual([])
    expect(life.loggedGroup(0)).toMatchObject([{ usher: { code: 'deleteOff' } }])
    await life.happen(leave(0)).cycle()
    expect(life.members(0)).toEqual(['u0@x', 'u1@x'])
    await life.happen(group('assignGroup')).cycle()
    expect(life.members(0)).toEqual(['u1@x'])
  })

  test('R-18: a group that is assigned again is made again, with all who are in it now', async () => {
    const life = await staffed(0, 1)
    await life.happen(group('unassignGroup')).cycle()
    await life.happen(leave(0), ...create(2), ...join(2), group('assignGroup')).cycle()
    expect(life.members(0)).toEqual(['u1@x', 'u2@x'])
  })

  test('an application without groups gets none', async () => {
    const life = withGroups().happen(...create(0), form(), ...join(0))
    life.others = []
    await life.cycle()
    expect(life.writes).toEqual(['create u0@x'])
  })
})

describe('memberships', () => {
  test('CY-44, R-16, R-17: who comes and who goes is one request', async () => {
    const life = await staffed(0, 1)
    await life.happen(...create(2), ...join(2), leave(0)).cycle()
    expect(life.writes).toEqual(['create u2@x', 'members of G3: +u2@x -u0@x'])
  })

  test('a single change costs one request, however large the group is', async () => {
    const life = await staffed(0, 1, 2, 3, 4)
    const before = life.application.requests
    await life.happen(leave(3)).cycle()
    expect(life.application.requests - before).toBe(1)
  })

  test('many go in batches of what the application takes', async () => {
    const life = withGroups().happen(...create(0, 1, 2, 3, 4), form(), ...join(0, 1, 2, 3, 4))
    life.membersPerRequest = 2
    await life.cycle()
    expect(life.writes.filter((write) => write.startsWith('members'))).toHaveLength(3)
    expect(life.members(0)).toHaveLength(5)
  })

  test('A-21, CY-43, BT-18: who is out of scope is named in the log, and added when they come', async () => {
    const life = withGroups().happen(...create(0, 1), on('unassign', 1), form(), ...join(0, 1))
    expect(await life.cycle()).toMatchObject({ members: { added: 1, missing: 1 } })
    expect(life.loggedGroup(0)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          provisioningStatusInfo: expect.objectContaining({
            status: 'warning',
            errorInformation: expect.objectContaining({
              errorCode: 'UnableToResolveReferenceAttributeValue',
              reason: 'has 1 member without an account: N1 is not assigned to the application',
            }),
          }),
        }),
      ]),
    )
    await life.cycle()
    expect(life.loggedGroup(0)).toEqual([])
    await life.happen(on('assign', 1)).cycle()
    expect(life.writes).toEqual(['create u1@x', 'members of G3: +u1@x'])
  })

  test('A-10, SR-23: who is disabled and enabled again keeps the memberships, and nothing is sent', async () => {
    const life = await staffed(0)
    await life.happen(on('disable')).cycle()
    await life.happen(on('enable')).cycle()
    expect(life.writes).toEqual(['update u0@x active=true'])
    expect(life.members(0)).toEqual(['u0@x'])
  })

  test('who joins while they are disabled is added when they are enabled', async () => {
    const life = await staffed(0, 1)
    await life.happen(leave(0)).cycle()
    await life.happen(on('disable'), ...join(0)).cycle()
    expect(life.members(0)).toEqual(['u1@x'])
    await life.happen(on('enable')).cycle()
    expect(life.members(0)).toEqual(['u0@x', 'u1@x'])
  })

  test('an account that is made again comes back into its groups', async () => {
    const life = await staffed(0)
    life.application.vanish('a1')
    await life.happen({ what: 'name', slot: 0, to: 1 }).cycle()
    expect(life.writes).toEqual(['create u0@x', 'members of G2: +u0@x'])
  })

  test('a group that somebody removed in the application is noticed with the next change of its members', async () => {
    const life = await staffed(0, 1)
    for (const id of life.application.groups.keys()) life.application.vanishGroup(id)
    await life.happen(leave(0)).cycle()
    await life.cycle()
    await life.cycle()
    expect(life.members(0)).toEqual(['u1@x'])
  })

  test('one member whom the application refuses keeps out nobody else, and is tried again', async () => {
    const life = withGroups().happen(...create(0, 1, 2, 3), form(), ...join(0, 1, 2, 3))
    life.beforeWrite = (write) => {
      if (/members.*u2@x/.test(write))
        throw new TargetError({ code: 'UnprocessableEntity', message: 'unknown u2', retry: 'later' })
    }
    expect(await life.cycle()).toMatchObject({ members: { added: 3, failed: 1 } })
    expect(life.members(0)).toEqual(['u0@x', 'u1@x', 'u3@x'])
    life.beforeWrite = () => undefined
    life.clock = '2026-01-02T00:00:00.000Z' as typeof life.clock
    await life.cycle()
    expect(life.members(0)).toHaveLength(4)
  })

  test('ER-4: a membership that fails in passing is tried again within the cycle, which then counts no failure', async () => {
    const life = withGroups().happen(...create(0, 1), form(), ...join(0, 1))
    let times = 0
    life.beforeWrite = (write) => {
      if (/members/.test(write) && (times += 1) === 1)
        throw new TargetError({ code: 'InternalServerError', message: '502', retry: 'soon' })
    }
    expect(await life.cycle()).toMatchObject({ members: { added: 2, failed: 0 } })
    expect(life.members(0)).toHaveLength(2)
  })

  test('an account that passes to somebody else of the same group stays in it', async () => {
    const life = await staffed(0, 1)
    await life.happen(on('delete'), on('purge'), ...create(0), ...join(0)).cycle()
    expect(life.members(0)).toEqual(['u0@x', 'u1@x'])
  })

  test('CY-46: who was taken out by hand is put back when everything is read again', async () => {
    const life = await staffed(0, 1)
    const [id = ''] = life.application.groups.keys()
    life.application.members.set(id, new Set())
    life.memory.state.watermark = null
    await life.cycle({ verify: true })
    expect(life.members(0)).toEqual(['u0@x', 'u1@x'])
  })

  test('a group whose members cannot be read holds up nobody else, is told of, and is looked at again', async () => {
    const life = await staffed(0, 1)
    await life.happen({ what: 'form', group: 1, slot: 0 }, { what: 'join', group: 1, slot: 0 }).cycle()
    const [first = ''] = life.application.groups.keys()
    for (const id of life.application.groups.keys()) life.application.members.set(id, new Set())
    life.memory.state.watermark = null
    life.reads = (group) => {
      if (group === first) throw new TargetError({ code: 'Timeout', message: 'too slow', retry: 'soon' })
    }
    expect(await life.cycle({ verify: true })).toMatchObject({ failed: 1, stopped: false })
    expect(life.members(0)).toEqual([])
    expect(life.members(1)).toEqual(['u0@x'])
    expect(life.loggedGroup(0)).toMatchObject([
      { provisioningStatusInfo: { status: 'failure', errorInformation: { errorCode: 'Timeout' } } },
    ])
    expect(life.memory.state.watermark).not.toBeNull()
    expect(life.looks('membersUnread')).toHaveLength(1)
    life.reads = () => undefined
    await life.cycle()
    expect(life.looks('membersUnread')).toEqual([])
  })

  test('the log has a line for each request: who came, who went', async () => {
    const life = await staffed(0, 1)
    await life.happen(leave(1)).cycle()
    expect(life.loggedGroup(0)).toMatchObject([
      {
        provisioningAction: 'update',
        sourceIdentity: { displayName: 'G3' },
        modifiedProperties: [{ displayName: 'members', oldValue: '["N1"]', newValue: null }],
        usher: { reason: 'has other members: 0 added, 1 removed' },
      },
    ])
  })

  test('a plan shows memberships before the group or the people exist', async () => {
    const life = withGroups().happen(...create(0, 1), form(), ...join(0, 1))
    const changes = await life.plan()
    expect(changes.map(({ action, reason }) => `${action} ${reason.code}`)).toEqual([
      'create absentAtTarget',
      'create absentAtTarget',
      'create absentAtTarget',
      'update members',
    ])
    expect(life.application.requests).toBeLessThan(4)
    await life.cycle()
    expect((await life.plan()).filter(({ action }) => action !== 'none')).toEqual([])
  })
})
