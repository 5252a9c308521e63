import { sql } from 'kysely'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@usher/host'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { serve, type Service } from '../../serve.ts'
import { tablesOfDirectories } from '../../store/remove-directory.ts'
import type { Tables } from '../../store/tables.ts'
import { startProvider, type Provider } from '../../testing/provider.ts'
import { kinds, newDatabase } from '../../testing/stores.ts'

type Body = Record<string, unknown> & { readonly error?: { readonly code: string; readonly message: string } }
type Answer = { readonly status: number; readonly body: Body }

describe.each(kinds)('two directories on %s', (kind) => {
  let folder = ''
  let databaseUrl: string | undefined
  let service: Service
  let token = ''
  const providers: Provider[] = []
  const apps: string[] = []

  const start = async (): Promise<void> => {
    service = await serve({ data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl }, () => undefined)
    ;({ token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string })
  }
  const ask = async (directory: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(service.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(directory !== '' && { 'usher-directory': encodeURIComponent(directory) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const last = text.trim().split('\n').at(-1) ?? ''
    return { status: answer.status, body: last.startsWith('{') ? (JSON.parse(last) as Body) : {} }
  }
  const done = async (...asked: Parameters<typeof ask>): Promise<Body> => {
    const { status, body } = await ask(...asked)
    expect(status, `${asked[1]} ${asked[2]}: ${body.error?.message ?? ''}`).toBeLessThan(300)
    return body
  }
  const both = ['Usher', 'Fabrikam & Söhne'] as const

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-two-'))
    databaseUrl = kind === 'postgres' ? await newDatabase(inject('postgresUrl')) : undefined
    providers.push(await startProvider(), await startProvider())
    await start()
  }, 60_000)
  afterAll(async () => {
    await service.close()
    for (const one of providers) await one.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('a directory is added by its name, and says who may administer it first', async () => {
    const made = await done('', 'POST', '/usher/directories', { displayName: 'Fabrikam & Söhne' })
    expect(made).toMatchObject({
      defaultDomain: 'fabrikam-so-hne.example',
      link: expect.stringContaining('/sign-in/invitation/'),
    })
    const { directories } = await done('', 'GET', '/usher/directories')
    expect((directories as { displayName: string }[]).map(({ displayName }) => displayName)).toEqual(both)
    const { value } = await done(both[1], 'GET', '/v1.0/organization')
    expect(value).toMatchObject([
      { id: made['id'], displayName: both[1], verifiedDomains: [{ name: 'fabrikam-so-hne.example' }] },
    ])
  })

  test.each([
    [{ displayName: 'usher' }, 409, 'There is a directory usher already. Choose another name.'],
    [
      { displayName: 'Third', defaultDomain: 'CONTOSO.example' },
      409,
      'CONTOSO.example is the domain of Usher. Choose another domain.',
    ],
    [{ displayName: '  ' }, 400, 'displayName: must not be empty.'],
    [{ displayName: '東京' }, 400, 'No domain can be made of the name 東京. Say one: --domain fabrikam.com'],
    [
      { displayName: 'Third', administrator: 'ana@nowhere.example' },
      404,
      'Nobody of another directory is called ana@nowhere.example, or they are disabled.',
    ],
  ])('%o is refused with a sentence, and makes nothing', async (body, status, message) => {
    const answer = await ask('', 'POST', '/usher/directories', body)
    expect([answer.status, answer.body.error?.message]).toEqual([status, message])
    expect((await done('', 'GET', '/usher/directories'))['directories']).toHaveLength(2)
  })

  test('one cannot be called like another afterwards', async () => {
    const { status, body } = await ask(both[1], 'PATCH', '/usher/tenant', { displayName: 'USHER' })
    expect([status, body.error?.message]).toEqual([409, 'There is a directory USHER already. Choose another name.'])
  })

  test('an unknown one is said to be unknown', async () => {
    const { status, body } = await ask('Contoso', 'GET', '/usher/users')
    expect([status, body.error?.message]).toEqual([404, 'There is no directory Contoso. usher tenant list shows them.'])
  })

  test('people and applications of the same names run at once into two applications, and do not see each other', async () => {
    for (const [at, directory] of both.entries()) {
      for (const name of ['ana', 'bo', 'cem'])
        await done(directory, 'POST', '/usher/users', {
          userPrincipalName: `${name}@contoso.example`,
          displayName: `${name} of ${at}`,
          mailNickname: name,
          employeeId: name,
        })
      const app = await done(directory, 'POST', '/usher/apps', { template: 'generic', name: 'Dynamic Signal' })
      apps.push(String(app['id']))
      for (const name of ['ana', 'bo', 'cem'])
        await done(directory, 'POST', '/usher/apps/Dynamic%20Signal/assignments', { who: `${name}@contoso.example` })
      await done(directory, 'PATCH', '/usher/apps/Dynamic%20Signal/settings', {
        tenantUrl: providers[at]?.tenantUrl,
        secretToken: `secret-${at}`,
      })
    }
    await Promise.all(
      both.map((directory) => done(directory, 'POST', '/usher/apps/Dynamic%20Signal/run', { yes: true })),
    )
    for (const [at, provider] of providers.entries()) {
      expect([...provider.users.values()].map(({ displayName }) => String(displayName)).toSorted()).toEqual([
        `ana of ${at}`,
        `bo of ${at}`,
        `cem of ${at}`,
      ])
      expect(new Set(provider.headers.map(({ authorization }) => authorization))).toEqual(
        new Set([`Bearer secret-${at}`]),
      )
    }
    const [one] = (await done(both[0], 'GET', '/v1.0/auditLogs/provisioning?$top=1'))['value'] as { id: string }[]
    expect((await ask(both[0], 'GET', `/v1.0/auditLogs/provisioning/${one?.id}`)).status).toBe(200)
    expect((await ask(both[1], 'GET', `/v1.0/auditLogs/provisioning/${one?.id}`)).status).toBe(404)
  })

  test('who changes in one is looked after there, whatever the other does', async () => {
    const held = Promise.withResolvers<void>()
    const [busy, other] = providers
    if (busy === undefined || other === undefined) throw new Error('There are no applications.')
    busy.beforeWrite = () => held.promise
    for (const [at, directory] of both.entries())
      await done(directory, 'PATCH', '/usher/users/ana@contoso.example', { displayName: `Ana, again, of ${at}` })
    await eventually(() => [...other.users.values()].some(({ displayName }) => displayName === 'Ana, again, of 1'))
    expect([...busy.users.values()].some(({ displayName }) => displayName === 'Ana, again, of 0')).toBe(false)
    held.resolve()
    await eventually(() => [...busy.users.values()].some(({ displayName }) => displayName === 'Ana, again, of 0'))
    busy.beforeWrite = () => Promise.resolve()
  })

  test('what names somebody of the other in a body, or in a part of a batch, names nobody', async () => {
    const idOf = async (directory: string, who: string) =>
      String((await done(directory, 'GET', `/usher/users/${who}@contoso.example`))['id'])
    const [theirs, ours] = [await idOf(both[0], 'ana'), await idOf(both[1], 'ana')]
    const link = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${theirs}` }
    const { id: group } = await done(both[1], 'POST', '/v1.0/groups', {
      displayName: 'Mine',
      mailNickname: 'mine',
      mailEnabled: false,
      securityEnabled: true,
    })
    const role = '62e90394-69f5-4237-9190-012177145e10'
    for (const [method, path, body] of [
      ['PUT', `/v1.0/users/${ours}/manager/$ref`, link],
      ['PATCH', `/v1.0/users/${ours}`, { 'manager@odata.bind': link['@odata.id'] }],
      ['POST', `/v1.0/groups/${String(group)}/members/$ref`, link],
      ['PATCH', `/v1.0/groups/${String(group)}`, { 'members@odata.bind': [link['@odata.id']] }],
      [
        'POST',
        '/v1.0/groups',
        {
          displayName: 'New',
          mailNickname: 'new',
          mailEnabled: false,
          securityEnabled: true,
          'members@odata.bind': [link['@odata.id']],
          'owners@odata.bind': [link['@odata.id']],
        },
      ],
      ['POST', `/v1.0/groups/${String(group)}/owners/$ref`, link],
      ['POST', `/v1.0/servicePrincipals/${apps[1]}/owners/$ref`, link],
      [
        'POST',
        `/v1.0/servicePrincipals/${apps[1]}/appRoleAssignedTo`,
        { principalId: theirs, resourceId: apps[1], appRoleId: '00000000-0000-0000-0000-000000000000' },
      ],
      [
        'POST',
        `/v1.0/users/${ours}/appRoleAssignments`,
        { principalId: ours, resourceId: apps[0], appRoleId: '00000000-0000-0000-0000-000000000000' },
      ],
      [
        'POST',
        '/v1.0/roleManagement/directory/roleAssignments',
        { principalId: theirs, roleDefinitionId: role, directoryScopeId: '/' },
      ],
      ['POST', `/v1.0/directoryRoles/roleTemplateId=${role}/members/$ref`, link],
      ['POST', '/usher/apps/Dynamic%20Signal/assignments', { who: theirs }],
    ] as const) {
      const { status, body: answer } = await ask(both[1], method, path, body)
      expect([400, 404], `${method} ${path}: ${JSON.stringify(answer)}`).toContain(status)
    }
    const batch = await done(both[1], 'POST', '/v1.0/$batch', {
      requests: [
        { id: '1', method: 'GET', url: `/users/${theirs}` },
        { id: '2', method: 'GET', url: `/users/${ours}` },
      ],
    })
    expect(
      (batch['responses'] as { id: string; status: number }[]).map(({ id, status }) => `${id} ${status}`).toSorted(),
    ).toEqual(['1 404', '2 200'])
    const { value } = await done(both[1], 'POST', '/v1.0/directoryObjects/getByIds', { ids: [theirs, ours] })
    expect((value as { id: string }[]).map(({ id }) => id)).toEqual([ours])
  })

  test('numbers are told apart by the directory', async () => {
    const answer = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    const text = await answer.text()
    for (const domain of ['contoso.example', 'fabrikam-so-hne.example']) {
      expect(text).toContain(`usher_accounts{directory="${domain}",application="Dynamic Signal",job="Provisioning"} 3`)
      expect(text).toMatch(new RegExp(`usher_actions_total{[^}]*directory="${domain}"[^}]*action="create"[^}]*} 3`))
    }
  })

  test('both are there when the service starts again', async () => {
    await service.close()
    await start()
    for (const [at, directory] of both.entries()) {
      await done(directory, 'PATCH', '/usher/users/bo@contoso.example', { displayName: `Bo of ${at}` })
      await eventually(() =>
        [...(providers[at]?.users.values() ?? [])].some(({ displayName }) => displayName === `Bo of ${at}`),
      )
    }
  })

  test('removing one is told in numbers first, leaves nothing of it, and the other as it was', async () => {
    const path = `/usher/directories/${encodeURIComponent(both[1])}`
    const told = await done('', 'DELETE', path, {})
    expect(told).toMatchObject({ removed: false, lost: { people: 3, applications: 1, jobs: 1, accounts: 3 } })
    const before = [...(providers[1]?.users.keys() ?? [])]
    const people = await done('', 'GET', '/usher/users')
    // Whoever is in it can ask for that as well.
    expect(await done(both[1], 'DELETE', path, { yes: true })).toMatchObject({ removed: true })
    expect((await ask(both[1], 'GET', '/usher/users')).status).toBe(404)
    expect(await done('', 'GET', '/usher/users')).toEqual(people)
    // Its accounts are left alone.
    expect([...(providers[1]?.users.keys() ?? [])]).toEqual(before)
    expect(await rowsOf(String(told['id']))).toEqual([])
    const last = await ask('', 'DELETE', '/usher/directories/Usher', {})
    expect([last.status, last.body.error?.message]).toEqual([
      409,
      'This is the last directory, and a service has one. Add another first.',
    ])
    await done('', 'PATCH', '/usher/users/cem@contoso.example', { displayName: 'Cem stays' })
    await eventually(() =>
      [...(providers[0]?.users.values() ?? [])].some(({ displayName }) => displayName === 'Cem stays'),
    )
  }, 60_000)

  /** Tables that have rows of a directory, once those who worked on it have ended. */
  async function rowsOf(tenant: string): Promise<readonly string[]> {
    const migrations = new URL('../../store/migrations/', import.meta.url)
    // The embedded store has one user.
    if (databaseUrl === undefined) await service.close()
    const database = await openDatabase<Tables>({
      ...(databaseUrl === undefined ? { folder: join(folder, 'data', 'store') } : { url: databaseUrl }),
      migrations,
    })
    const left = async () => {
      const found: string[] = []
      for (const table of await tablesOfDirectories(database.db)) {
        const { rows } = await sql`select from ${sql.table(table)} where tenant_id = ${tenant} limit 1`.execute(
          database.db,
        )
        if (rows.length > 0) found.push(table)
      }
      return found
    }
    try {
      if (databaseUrl !== undefined) await eventually(async () => (await left()).length === 0)
      return await left()
    } finally {
      await database.close()
      if (databaseUrl === undefined) await start()
    }
  }
})

async function eventually(is: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await is()) return
    await sleep(100)
  }
  throw new Error('It did not happen within 30 seconds.')
}
