/** Undo (decisions, "Undo"): what was done is put back, what cannot be is said, and nothing touches it until something changes. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { why } from '../api/jobs/why.ts'
import { readResetScope, restart } from '../store/restart.ts'
import { liftUndone, undoneOf } from '../store/decisions.ts'
import { lastCycleOf } from '../store/deeds.ts'
import { readLog } from '../store/log-read.ts'
import { worldEach } from './test-each.ts'
import { applied, approved, planned, undone } from './test-review.ts'
import { upn, type World } from './test-world.ts'

describe.each(['pglite', 'postgres'] as const)('an undo on %s', (kind) => {
  let world: World
  worldEach(kind, (one) => void (world = one))
  const last = async () => ({ cycle: (await lastCycleOf(world.store, world.job)) ?? '' })
  const quiet = () => world.log()
  const writes = async () => (await world.cycle()).requests.filter((one) => !one.startsWith('GET'))

  test('values are put back, and stay so until the directory says something else', async () => {
    await world.assigned('ana', 'bea')
    await world.cycle()
    await world.person('ana', { displayName: 'Wrong' })
    await world.cycle()
    const by = await last()
    expect(await undone(world, by, false)).toEqual(['Wrong: update; displayName=ana'])
    expect(world.user('ana')['displayName']).toBe('Wrong')
    await undone(world, by, true)
    expect(world.user('ana')['displayName']).toBe('ana')
    await quiet()
    expect(await writes()).toEqual([])
    expect(world.user('ana')['displayName']).toBe('ana')
    expect(await undoneOf(world.store, world.job)).toMatchObject([{ displayName: 'Wrong', type: 'User' }])
    await world.person('ana', { displayName: 'Ana Silva' })
    await world.cycle()
    expect(world.user('ana')['displayName']).toBe('Ana Silva')
    expect(await undoneOf(world.store, world.job)).toEqual([])
  })

  test('another attribute of the same person that changes ends it for all of them', async () => {
    await wrong()
    await undone(world, await last(), true)
    expect(world.user('ana')['displayName']).toBe('ana')
    await world.person('ana', { jobTitle: 'Director' })
    const { summary } = await world.cycle()
    expect(summary).toMatchObject({ updated: 1 })
    expect(world.user('ana')).toMatchObject({ displayName: 'Wrong', title: 'Director' })
    expect(await undoneOf(world.store, world.job)).toEqual([])
  })

  test('who was made is disabled, who was disabled is enabled, and neither is touched by the cycles after', async () => {
    await world.assigned('ana')
    await world.cycle()
    await world.assigned('bea')
    await world.unassign('ana')
    await world.cycle()
    const by = await last()
    expect(await undone(world, by, true)).toEqual(['ana: update; active=true', 'bea: disable; active=false'])
    expect(world.accounts()).toEqual(['ana active', 'bea inactive'])
    await quiet()
    expect(await writes()).toEqual([])
    world.pass({ days: 3 })
    expect(await writes()).toEqual([])
    expect(world.accounts()).toEqual(['ana active', 'bea inactive'])
    await liftUndone(world.store, world.job, 'all', world.now())
    await world.cycle()
    expect(world.accounts()).toEqual(['ana inactive', 'bea active'])
  })

  test('a value that was changed since stays, and the undo says so', async () => {
    await world.assigned('ana')
    await world.cycle()
    await world.person('ana', { displayName: 'Wrong' })
    await world.cycle()
    const by = await last()
    const [id = ''] = [...world.provider.users.keys()]
    world.provider.users.set(id, { ...world.user('ana'), displayName: 'By hand' })
    expect(await undone(world, by, true)).toEqual([
      'Wrong: none; keeps displayName: it was changed since, and is By hand now',
    ])
    expect(world.user('ana')['displayName']).toBe('By hand')
  })

  test('a manager who was set before stays known: nobody is told that there is none', async () => {
    await world.assigned('ana', 'bea')
    await world.person('ana', { manager: upn('bea') })
    await world.cycle()
    await world.person('ana', { displayName: 'Wrong' })
    await world.cycle()
    await undone(world, await last(), true)
    await quiet()
    const told = async () => [
      (await world.cycle()).log,
      (await why(world.house, { who: upn('ana') })).applications[0]?.notes,
    ]
    expect(await told()).toEqual([[], []])
    await world.held(() => restart(world.store, world.job, readResetScope('')))
    expect(await told()).toEqual([[], []])
    // As an older version left it behind.
    await sql`update reference_use set written = null, reported = true where tenant_id = ${world.store.tenant}`.execute(
      world.store.db,
    )
    expect(await told()).toEqual([[], []])
  })

  /** The last cycle has written a wrong name. */
  const wrong = async () => {
    await world.assigned('ana')
    await world.cycle()
    await world.person('ana', { displayName: 'Wrong' })
    await world.cycle()
    return last()
  }
  /** The application does what it is asked for, and answers with this. */
  const answering = (status: number) => {
    const [id = ''] = [...world.provider.users.keys()]
    world.provider.instead = ({ method }) => {
      if (method !== 'PATCH') return null
      world.provider.users.set(id, { ...world.user('ana'), displayName: 'ana' })
      return { status, body: { detail: 'Not now' } }
    }
  }
  /** Cycles, a look at everybody, and days go by. */
  const staysPutBack = async () => {
    await quiet()
    expect(await writes()).toEqual([])
    const { requests } = await world.told(await world.runner.reconcile(world.job, () => undefined))
    expect(requests.filter((one) => !one.startsWith('GET'))).toEqual([])
    world.pass({ days: 3 })
    expect(await writes()).toEqual([])
    expect(world.user('ana')['displayName']).toBe('ana')
  }
  const problems = async () => (await undoneOf(world.store, world.job)).map(({ problem }) => problem)

  test('an undo whose answer was lost is told as failed, and no cycle writes the wrong value again; done again it is as it was before', async () => {
    const by = await wrong()
    answering(504)
    await undone(world, by, true)
    world.provider.instead = () => null
    expect(await world.log()).toEqual(['Wrong: update/failure/Timeout'])
    expect(await problems()).toEqual([expect.stringContaining('504')])
    await staysPutBack()
    expect(await problems()).toEqual([expect.stringContaining('504')])
    expect(await undone(world, by, true)).toEqual(['Wrong: none; is as it was before'])
    expect(await world.log()).toEqual(['Wrong: other/success'])
    expect(await problems()).toEqual([null])
    await staysPutBack()
    await liftUndone(world.store, world.job, 'all', world.now())
    await world.cycle()
    expect(world.user('ana')['displayName']).toBe('Wrong')
  })

  test('an undo that was broken off in the middle is not reversed either, and is listed until it is done again', async () => {
    const by = await wrong()
    answering(401)
    await expect(undone(world, by, true)).rejects.toThrow(/401/)
    world.provider.instead = () => null
    expect(await problems()).toEqual([expect.stringContaining('undo it again')])
    await staysPutBack()
    await undone(world, by, true)
    expect(await problems()).toEqual([null])
  })

  test('what somebody put back by hand, and then undoes, is left alone too', async () => {
    const by = await wrong()
    const [id = ''] = [...world.provider.users.keys()]
    world.provider.users.set(id, { ...world.user('ana'), displayName: 'ana' })
    expect(await undone(world, by, true)).toEqual(['Wrong: none; is as it was before'])
    await staysPutBack()
  })

  test('an applied plan, and one line of the log', async () => {
    await world.assigned('ana', 'bea')
    const id = await approved(world)
    await applied(world, id)
    const { cycle } = await planned(world, id)
    const [line] = await readLog(world.store, { jobs: [world.job], objectId: world.id('bea'), limit: 1 })
    await undone(world, { line: line?.id ?? 0 }, true)
    expect(world.accounts()).toEqual(['ana active', 'bea inactive'])
    expect(await undone(world, { cycle }, true)).toEqual(['ana: disable; active=false', 'bea: none; is switched off already']) // prettier-ignore
    expect(world.accounts()).toEqual(['ana inactive', 'bea inactive'])
    const lines = await readLog(world.store, { jobs: [world.job], limit: 2 })
    expect(lines.map(({ entry }) => entry.usher.by)).toEqual(['undo', 'undo'])
  })

  test('what is undone does not count as a removal that is coming', async () => {
    await world.assigned('ana', 'bea', 'cem')
    await world.cycle()
    await world.settings({ preventAccidentalDeletions: { enabled: true, threshold: 3, percent: 100 } })
    await world.unassign('ana')
    await world.cycle()
    await undone(world, await last(), true)
    world.pass({ minutes: 50 })
    await world.unassign('bea')
    await quiet()
    const { log } = await world.cycle()
    expect(log).toEqual(['bea: disable/success'])
    expect(world.accounts()).toEqual(['ana active', 'bea inactive', 'cem active'])
  })
})
