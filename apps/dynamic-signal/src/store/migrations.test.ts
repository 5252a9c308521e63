import { createHash, randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '@usher/host'
import type { Attributes } from '@usher/scim'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newDatabase, origin, stores } from '../service-fixture.ts'
import { type Service, buildService } from '../service.ts'
// Rows as the version before 0002 wrote them: a manager and a report, an archived user and its namesake, an old spelling.
import sample from './migrations/0001.sample.json' with { type: 'json' }
import { type Tables, migrations } from './tables.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

describe.each(stores)('a store on %s that the version before wrote', (kind) => {
  let folder = ''
  let close = async (): Promise<void> => undefined
  let service: Service
  const secret = `dsig_${randomBytes(32).toString('base64url')}`

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dynamic-signal-'))
    const store = kind === 'postgres' ? { url: await newDatabase() } : { folder: join(folder, 'store') }
    await copyFile(new URL('0001_first.sql', migrations), join(folder, '0001_first.sql'))
    const before = await openDatabase<Tables>({ ...store, migrations: pathToFileURL(`${folder}/`) })
    for (const [table, rows] of Object.entries(sample))
      await sql`insert into ${sql.ref(table)}
        select * from json_populate_recordset(cast(null as ${sql.ref(table)}), cast(${JSON.stringify(rows)} as json))`.execute(
        before.db,
      )
    const hash = createHash('sha256').update(secret).digest('hex')
    await sql`insert into token (tenant_id, id, label, prefix, hash, owner_id)
      select tenant_id, 't1', 'old', 'dsig_', ${hash}, id from administrator`.execute(before.db)
    await before.close()

    const after = await openDatabase<Tables>({ ...store, migrations })
    const { tenant_id } = await after.db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow()
    service = await buildService({
      db: after.db,
      tenantId: tenant_id,
      address: () => ({ baseUrl: origin, origins: [origin] }),
      isSecure: false,
      now: Date.now,
    })
    close = async () => {
      await service.stop()
      await after.close()
    }
  })
  afterEach(async () => {
    await close()
    await rm(folder, { recursive: true, force: true })
  })

  const get = async (path: string): Promise<Attributes> => {
    const headers = { authorization: `Bearer ${secret}` }
    const response = await service.app.inject({ method: 'GET', url: `/scim/v2${path}`, headers })
    expect(response.statusCode).toBe(200)
    return response.json<Attributes>()
  }
  const found = async (filter: string): Promise<readonly unknown[]> => {
    const { Resources } = await get(`/Users?filter=${encodeURIComponent(filter)}`)
    return (Resources as Attributes[]).map(({ userName }) => userName)
  }

  test('keeps its users, their ids, versions and times, and its tokens', async () => {
    const live = sample.users.filter(({ archived }) => archived === null)
    const { totalResults, Resources } = await get('/Users')
    expect(totalResults).toBe(live.length)
    expect((Resources as Attributes[]).map(({ id, meta }) => [id, meta])).toEqual(
      live.map(({ id, created, last_modified, version }) => [
        id,
        {
          resourceType: 'User',
          created,
          lastModified: last_modified,
          location: `${origin}/scim/v2/Users/${id}`,
          version: `W/"${version}"`,
        },
      ]),
    )
    const ana = (await get('/Users?filter=userName+eq+%22ANA%40contoso.example%22'))['Resources'] as Attributes[]
    expect(((ana[0] ?? {})[enterprise] as Attributes)['manager']).toMatchObject({ displayName: 'The "Boss"' })
  })

  test('is searched by everything, as what is stored from now on', async () => {
    expect(await found('title eq "LEAD" and name.familyName eq "sílva"')).toEqual(['ana@contoso.example'])
    expect(await found('emails.value eq "boss@contoso.example"')).toEqual(['Boss@Contoso.example'])
    expect(await found(`${enterprise}:employeeNumber eq "00107"`)).toEqual(['ana@contoso.example'])
    expect(await found('active eq false')).toEqual(['ben@contoso.example'])
    expect(await found('displayName eq "Gone again"')).toEqual(['gone@contoso.example'])
    expect(await found('userName eq "silvio@contoso.example"')).toEqual(['ſilvio@contoso.example'])
  })

  test('gets its next user, and refuses a name that is taken', async () => {
    const post = async (userName: string): Promise<number> => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' }
      const request = { method: 'POST', url: '/scim/v2/Users', headers, payload: JSON.stringify({ userName }) } as const
      return (await service.app.inject(request)).statusCode
    }
    expect(await post('new@contoso.example')).toBe(201)
    expect(await post('BEN@contoso.example')).toBe(409)
    expect((await get('/Users?count=0'))['totalResults']).toBe(6)
  })
})
