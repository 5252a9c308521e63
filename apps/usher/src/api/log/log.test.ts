import { addDays } from '@usher/engine'
import { parse } from 'csv-parse/sync'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import type { LogLine } from '../../store/log-read.ts'
import { nouns } from '../server.ts'
import { whenOf } from '../when.ts'

let ground: Ground
let world: World
let app: FastifyInstance
type Answer = { entries: LogLine[]; next: string | null; count?: number; countIsExact?: boolean }

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  app = fastify()
  for (const noun of nouns)
    noun(app, { house: world.house, runner: world.runner, teller: null as never, running: () => true })
  await world.assigned('ana', 'bea', '=cmd|calc')
  await world.people('cyd', 'dora')
  await world.cycle()
  world.pass({ days: 2 })
  await world.person('ana', { displayName: 'Ana "Sil, va"\nTwo' })
  await world.unassign('bea')
  await world.cycle()
  world.pass({ minutes: 10 })
})
afterAll(async () => {
  await app.close()
  await world.close()
  await ground.close()
})

const ask = async (path: string) => app.inject({ url: path })
const get = async (query = ''): Promise<Answer> => JSON.parse((await ask(`/usher/log${query}`)).body) as Answer
const told = async (query: string): Promise<readonly string[]> =>
  (await get(query)).entries.map(({ action, displayName }) => `${action} ${displayName.slice(0, 4)}`)

describe('LG-6: the log is asked for', () => {
  test.each([
    ['the last hour', '?since=1h', ['disable bea', 'update Ana ']],
    ['what is older', '?until=1d', ['create =cmd', 'create bea', 'create ana']],
    ['one person, whatever they were called', '?who=ana@contoso.example', ['update Ana ', 'create ana']],
    ['somebody whom the directory does not have, by a part of the name', '?who=bea&action=disable', ['disable bea']],
    ['an attribute that was changed', '?attribute=displayName', ['update Ana ']],
    ['words of a value', '?search=sil%20va', ['update Ana ']],
    ['an application', '?app=App&result=success&since=1h', ['disable bea', 'update Ana ']],
    ['imports', '?import=true', []],
  ])('%s', async (_, query, lines) => {
    expect((await told(query)).toSorted()).toEqual(lines.toSorted())
  })

  test('one line, by the id of its change', async () => {
    const { entries } = await get('?attribute=displayName')
    expect(await told(`?change=${entries[0]?.entry.changeId ?? ''}`)).toEqual(['update Ana '])
  })

  test('in pages, with how many there are', async () => {
    const first = await get('?limit=2&count=true')
    expect(first).toMatchObject({ count: 5, countIsExact: true, next: expect.any(String) })
    const rest = await get(`?limit=50&after=${encodeURIComponent(first.next ?? '')}`)
    expect([...first.entries, ...rest.entries].map(({ id }) => id)).toEqual((await get()).entries.map(({ id }) => id))
    expect(rest.next).toBeNull()
  })

  test.each([
    ['?since=yesterday', /since/],
    ['?until=2026-99-99', /until/],
    ['?after=17', /after/],
    ['?cycle=1', /cycle/],
    ['?change=1', /change/],
    ['?result=good', /result/],
    ['?limit=5001', /limit/],
    ['?serach=x', /serach/],
  ])('%s is refused by its name', async (query, name) => {
    const answer = await ask(`/usher/log${query}`)
    expect(answer.statusCode).toBe(500) // 400 with the error handler of the service
    expect(answer.body).toMatch(name)
  })
})

describe('LG-31: a download', () => {
  const files = [
    'ProvisioningLogs',
    'ProvisioningLogs_ProvisioningSteps',
    'ProvisioningLogs_ModifiedProperties',
  ] as const
  const csv = async (name: string, query = ''): Promise<Record<string, string>[]> =>
    parse((await ask(`/usher/log/download/${name}.csv${query}`)).body, { columns: true }) as Record<string, string>[]

  test('A-48: is three files that are joined by the change id', async () => {
    const [lines, steps, properties] = await Promise.all(files.map((name) => csv(name)))
    const ids = new Set(lines?.map((row) => row['changeId']))
    expect(ids.size).toBe(5)
    expect(new Set(steps?.map((row) => row['changeId']))).toEqual(ids)
    const named = properties?.find(({ newValue }) => newValue?.startsWith('Ana'))
    expect(named).toMatchObject({ displayName: 'displayName', oldValue: 'ana', newValue: 'Ana "Sil, va"\nTwo' })
    expect(lines?.find(({ changeId }) => changeId === named?.['changeId'])).toMatchObject({
      provisioningAction: 'update',
      status: 'success',
      servicePrincipalName: 'App',
    })
  })

  test('runs nothing in a spreadsheet', async () => {
    const text = (
      await Promise.all(files.map(async (name) => (await ask(`/usher/log/download/${name}.csv`)).body))
    ).join('\n')
    expect(text).toContain("'=cmd|calc")
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m)
  })

  test('honours the filters', async () => {
    expect(await csv('ProvisioningLogs', '?action=disable&since=1h')).toMatchObject([{ sourceIdentityName: 'bea' }])
  })

  test('of nothing has the names of the columns, or is an empty list', async () => {
    const [name] = files
    expect((await ask(`/usher/log/download/${name}.csv?search=nowhere`)).body).toMatch(
      /^id,activityDateTime,[^\n]*\r\n$/,
    )
    expect((await ask(`/usher/log/download/${name}.json?search=nowhere`)).body).toBe('[]')
  })

  test('is one minified list in JSON, the same lines as the log itself', async () => {
    const answer = await ask('/usher/log/download/ProvisioningLogs.json')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="ProvisioningLogs.json"')
    const summaries = JSON.parse(answer.body) as LogLine['entry'][]
    expect(answer.body).toBe(JSON.stringify(summaries))
    expect(summaries).toEqual((await get()).entries.map(({ entry }) => entry))
  })

  test('of another name is not there', async () => {
    expect((await ask('/usher/log/download/passwd')).body).toContain('There are ProvisioningLogs.csv,')
  })
})

describe('BT-11: who is left out of scope', () => {
  const counts = async (): Promise<{ because: string; count: number }[]> =>
    (JSON.parse((await ask('/usher/log/left-out?app=App')).body) as { leftOut: { because: string; count: number }[] })
      .leftOut

  test('is counted by cycle and reason, and has no line', async () => {
    expect(await told('?result=skipped')).toEqual([])
    expect(await counts()).toMatchObject([{ because: 'notAssigned', count: 2 }])
  })

  test('is counted among the others when they have a line, as somebody who is disabled and has the application', async () => {
    await world.person('eve', { accountEnabled: false })
    await world.assign('eve')
    await world.cycle()
    expect(await told('?result=skipped')).toEqual(['create eve'])
    expect(await counts()).toMatchObject([
      { because: 'sourceDisabled', count: 1 },
      { because: 'notAssigned', count: 2 },
    ])
  })

  test('has a line where the job asks for it', async () => {
    await world.settings({ logOutOfScope: true })
    await world.person('dora', { department: 'Research' })
    await world.cycle()
    expect(await told('?result=skipped&who=dora')).toEqual(['other dora'])
    const [line] = (await get('?result=skipped&who=dora')).entries
    expect(line?.entry.provisioningStatusInfo).toMatchObject({ status: 'skipped', errorInformation: { errorCode: 'NotEffectivelyEntitled' } }) // prettier-ignore
  })
})

describe('a time', () => {
  const now = '2026-03-01T12:00:00.000Z' as Parameters<typeof whenOf>[1]
  test.each([
    ['2h', '2026-03-01T10:00:00.000Z'],
    ['30m', '2026-03-01T11:30:00.000Z'],
    ['7d', addDays(now, -7)],
    ['2w', addDays(now, -14)],
    ['2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['2026-02-28T09:00:00+02:00', '2026-02-28T07:00:00.000Z'],
    ['tomorrow', null],
    ['2h ago', null],
    ['', null],
    ['2026-02-31T99:00:00Z', null],
  ])('%s', (text, instant) => {
    expect(whenOf(text, now)).toBe(instant)
  })
})
