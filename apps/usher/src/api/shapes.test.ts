import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { z } from 'zod'
import { openDoor, type Door } from '../graph/access/test-door.ts'
import { usherRules } from '../graph/access/usher-rules.ts'
import { shapes } from './shapes.ts'

const described: Readonly<Record<string, { readonly gives?: z.ZodType }>> = shapes

test('what is described is there', () => {
  expect(Object.keys(shapes).filter((route) => !Object.hasOwn(usherRules, route))).toEqual([])
})

/** These answer line by line, with a file, or with events. */
const otherwise: readonly string[] = [
  'GET /metrics',
  'POST /usher/apps/:app/accounts/discover',
  'GET /usher/apps/:app/drift',
  'POST /usher/apps/:app/drift',
  'GET /usher/apps/:app/events',
  'GET /usher/apps/:app/plan',
  'POST /usher/apps/:app/plans',
  'POST /usher/apps/:app/plans/:id/apply',
  'POST /usher/apps/:app/run',
  'POST /usher/apps/:app/schema/plan',
  'POST /usher/apps/:app/schema/scope',
  'POST /usher/apps/:app/settings/plan',
  'POST /usher/apps/:app/undo',
  'GET /usher/audit/download/:file',
  'POST /usher/backup',
  'GET /usher/gallery/:template/icon.svg',
  'POST /usher/imports',
  'POST /usher/imports/files',
  'GET /usher/log/download/:file',
]

test('whatever else is there says what it gives', () => {
  const mute = Object.keys(usherRules).filter((route) => described[route]?.gives === undefined)
  expect(mute.toSorted()).toEqual(otherwise.toSorted())
})

describe('what is given is as it is described:', () => {
  let door: Door
  beforeAll(async () => {
    door = await openDoor(inject('postgresUrl'))
  })
  afterAll(() => door.close())

  const ana = 'ana@contoso.example'
  /** One after the other; each stands on those before. */
  const asked: [route: string, path: string, body?: object][] = [
    ['POST /usher/users', '/usher/users', { userPrincipalName: ana, displayName: 'Ana' }],
    ['GET /usher/users', '/usher/users?limit=1'],
    ['GET /usher/users/:who', `/usher/users/${ana}`],
    ['GET /usher/users/:who/attributes', `/usher/users/${ana}/attributes`],
    ['POST /usher/users/:who/sign-out', `/usher/users/${ana}/sign-out`],
    ['DELETE /usher/users/:who/second-factor', `/usher/users/${ana}/second-factor`],
    ['POST /usher/groups', '/usher/groups', { displayName: 'Sales' }],
    ['GET /usher/groups', '/usher/groups'],
    ['GET /usher/groups/:group', '/usher/groups/Sales'],
    ['PATCH /usher/groups/:group', '/usher/groups/Sales', { description: 'They sell' }],
    ['POST /usher/groups/:group/members', '/usher/groups/Sales/members', { members: [ana] }],
    ['GET /usher/groups/:group/members', '/usher/groups/Sales/members'],
    ['POST /usher/apps/:app/assignments', '/usher/apps/App/assignments', { who: 'Sales' }],
    ['GET /usher/apps/:app/assignments', '/usher/apps/App/assignments'],
    ['POST /usher/apps/:app/assignments/remove', '/usher/apps/App/assignments/remove', { who: 'Sales' }],
    ['DELETE /usher/groups/:group', '/usher/groups/Sales'],
    ['GET /usher/apps/:app/object-connections', '/usher/apps/App/object-connections'],
    ['GET /usher/apps/:app/failures', '/usher/apps/App/failures'],
    ['GET /usher/log/left-out', '/usher/log/left-out'],
    ['POST /usher/apps/:app/schema/restore', '/usher/apps/App/schema/restore', {}],
    ['POST /usher/apps/:app/jobs', '/usher/apps/App/jobs', { name: 'Second' }],
    ['DELETE /usher/apps/:app/jobs/:job', '/usher/apps/App/jobs/Second'],
  ]
  test.each(asked)('%s', async (route, path, body) => {
    const answer = await door.ask(door.everybody, route.split(' ')[0] ?? '', path, body)
    expect(answer.status, answer.text).toBe(200)
    const { gives } = described[route] ?? {}
    expect(gives?.safeParse(answer.body)).toMatchObject({ success: true })
  })
})
