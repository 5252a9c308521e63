import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { audit } from '../store/audit.ts'
import { setState } from '../store/jobs.ts'
import { openKeys } from '../store/secrets.ts'
import { keyMark } from '../store/tenant.ts'
import { kinds, newDatabase } from '../testing/stores.ts'
import { World } from '../acceptance/test-world.ts'
import { openGround, type Ground } from '../acceptance/test-ground.ts'
import { backup } from './backup.ts'
import { moveStore, type Moved } from './move-store.ts'
import { openPlace, type Place } from './place.ts'
import { reopen } from './reopen.ts'
import { restore, type Restored, type Restoring } from './restore.ts'
import { seal } from './seal.ts'

const passphrase = 'correct horse battery'
let folder = ''
const place = async (kind: (typeof kinds)[number], name: string): Promise<Place> =>
  kind === 'pglite'
    ? { kind, folder: join(folder, name, 'usher', 'store') }
    : { kind, url: await newDatabase(inject('postgresUrl')) }
const put = (file: string, into: Place, more: Partial<Restoring> = {}): Promise<Restored> =>
  restore({ file, into, keyFile: join(folder, 'other.key'), actor: 'cli:mia', told: () => undefined, ...more })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-moving-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe.each(kinds)('a store on %s', { timeout: 60_000 }, (kind) => {
  /** What does not depend on the kind of store is tested on one of them. */
  const onPostgres = { postgres: test, pglite: () => undefined }[kind]
  let ground: Ground
  let world: World
  let file = ''
  // Between two of one kind it is the same way.
  const other = kind === 'pglite' ? 'postgres' : 'pglite'
  const keyFile = (): string => join(folder, 'usher.key')

  beforeEach(async () => {
    ground = await openGround(kind, inject('postgresUrl'))
    world = await World.of(ground)
    await world.assigned('ana', 'bea', 'cem')
    await world.group('sellers', 'ana', 'bea')
    await world.cycle()
    await setState(world.store, world.job, 'Active')
    await audit(world.store, { actor: 'cli:mia', activity: 'Update tenant', object: 'Zürich, "a\\b" 😀\n' })
    file = join(folder, 'one.backup')
  })
  afterEach(async () => {
    await world.close()
    await ground.close()
  })

  const make = async (withKey = false): Promise<void> => {
    const keys = await openKeys(keyFile())
    const key = withKey ? seal(await readFile(keyFile(), 'utf8'), passphrase) : null
    const about = { madeAt: world.now(), store: kind, keyMark: keyMark(keys), key }
    await writeFile(file, Readable.from(backup(ground.database.db, about), { objectMode: false }))
  }
  const changesIn = async (into: Place): Promise<readonly string[]> => {
    const { db, close } = await openPlace(into)
    const { rows } = await sql<{ said: string }>`
      select concat_ws(' ', state, verify, restored is not null, watermark is null, secrets is not null) as said from job where id = ${world.job}`.execute(db) // prettier-ignore
    await close()
    return rows.map(({ said }) => said)
  }

  test(`is backed up while it is open, and restored into ${other} with everything in it`, async () => {
    await make(true)
    const into = await place(other, 'there')
    const done = await put(file, into, { passphrase })
    expect(done).toMatchObject({ madeAt: world.now(), paused: 1, secrets: [] })
    expect(await changesIn(into)).toEqual(['Paused t t t t'])
    const { db, close } = await openPlace(into)
    const count = async (of: typeof db): Promise<unknown> =>
      (await sql`select (select count(*)::int from directory_user) as users, (select count(*)::int from link) as links,
        (select count(*)::int from provisioning_log) as log, (select max(id)::int from provisioning_log) as last,
        (select count(*)::int from exchange_page) as pages,
        (select string_agg(object, ',') from audit_log where activity = 'Update tenant') as said`.execute(of)).rows // prettier-ignore
    expect(await count(db)).toEqual(await count(ground.database.db))
    const { rows } = await sql<{ next: number }>`select nextval(pg_get_serial_sequence('provisioning_log', 'id'))::int as next`.execute(db) // prettier-ignore
    const { rows: last } = await sql<{ last: number }>`select max(id)::int as last from provisioning_log`.execute(db)
    expect(rows[0]?.next).toBe((last[0]?.last ?? 0) + 1)
    await close()
  })

  test(`moves to ${other} and is the same there; the old one stays and cannot be started`, async () => {
    const at: Place = await place(kind, 'first')
    await make()
    await put(file, at)
    const to = await place(other, 'second')
    const move = (): Promise<Moved> => moveStore({ from: at, to, actor: 'cli:mia', told: () => undefined })
    const moved = await move()
    expect(moved['link']?.rows).toBe(3)
    await expect(openPlace(at)).rejects.toThrow(/^This store was moved to .* on \d{4}-\d\d-\d\d\./)
    await expect(move()).rejects.toThrow(other === 'pglite' ? 'There is a store in' : 'This store was moved to')
    expect(await reopen(at)).toBe(true)
    await (await openPlace(at)).close()
    await expect(move()).rejects.toThrow(/There is a store in .* already/)
    await (await openPlace(at)).close() // a move that was refused leaves it open
    await (await openPlace(to)).close()
  })

  onPostgres('is restored without its key only with what must be entered again', async () => {
    await make()
    const into = await place(kind, 'there')
    const { secrets } = await put(file, into)
    expect(secrets).toEqual([
      expect.stringMatching(/^address and credentials of App, Provisioning: usher settings "App"/),
    ])
    expect(await changesIn(into)).toEqual(['Paused t t t f'])
  })

  onPostgres('a backup that is damaged, cut off, or of a newer version is refused, and nothing is left', async () => {
    await make()
    const into = await place(kind, 'there')
    const whole = await readFile(file)
    const head = whole.indexOf(0x0a)
    for (const [what, said] of [
      [Buffer.from(whole.map((byte, at) => (at === whole.length - 40 ? byte ^ 1 : byte))), /damaged|ends too early/],
      [whole.subarray(0, whole.length - 60), /damaged|ends too early/],
      [whole.subarray(0, head + 1), /damaged|ends too early/],
      [Buffer.from('id,name\n1,ana\n'), /is no backup of Usher/],
      [Buffer.concat([Buffer.from(whole.subarray(0, head).toString().replace('0015_moving', '9999_later')), whole.subarray(head)]), /made by a newer version of Usher \(it has 9999_later\.sql\)/],
      [Buffer.concat([Buffer.from(whole.subarray(0, head).toString().replace('"version":1', '"version":2')), whole.subarray(head)]), /made by a newer version of Usher/],
      [Buffer.concat([Buffer.from(whole.subarray(0, head).toString().replace('2026', '2025')), whole.subarray(head)]), /something of it is not as it was written/],
    ] as const) {
      await writeFile(file, what)
      await expect(put(file, into)).rejects.toThrow(said)
    } // prettier-ignore
    await writeFile(file, whole)
    await put(file, into)
    await expect(put(file, into)).rejects.toThrow(/There is a store in .* already/)
  })

  onPostgres('the key in a backup is opened by its passphrase only', async () => {
    await make(true)
    const into = await place(kind, 'there')
    await expect(put(file, into)).rejects.toThrow('open it with --passphrase, or leave it with --without-key')
    await expect(put(file, into, { passphrase: 'something else' })).rejects.toThrow('This passphrase does not open')
    expect((await put(file, into, { withoutKey: true })).secrets).toHaveLength(1)
    expect((await stat(file)).size).toBeLessThan(100_000)
    expect((await readFile(file, 'latin1')).includes(passphrase)).toBe(false)
  })
})
