import { Refusal } from '@usher/host'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeys } from './secrets.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-keys-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const file = (name = 'usher.key') => join(folder, name)

test('the key file is made once, for its owner only', async () => {
  const { encrypt } = await openKeys(file())
  expect((await stat(file())).mode & 0o777).toBe(0o600)
  expect((await openKeys(file())).decrypt(encrypt('s3cret'))).toBe('s3cret')
})

test('the same secret is never stored as the same text, and never readable', async () => {
  const { encrypt } = await openKeys(file())
  const [one, two] = [encrypt('s3cret-token'), encrypt('s3cret-token')]
  expect(one).not.toBe(two)
  expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('s3cret')
})

test('what another key encrypted is refused with the name of the file', async () => {
  const stored = (await openKeys(file('other.key'))).encrypt('s3cret')
  const { decrypt } = await openKeys(file())
  expect(() => decrypt(stored)).toThrow(
    `The stored secrets were not encrypted with the key in ${file()}. Put the right key file back.`,
  )
})

test.each([
  ['cut off', (text: string) => text.slice(0, 20)],
  ['changed', (text: string) => `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`],
  ['empty', () => 'v1.'],
])('a stored secret that was %s is refused in the same sentence', async (_, damage) => {
  const { encrypt, decrypt } = await openKeys(file())
  expect(() => decrypt(damage(encrypt('s3cret')))).toThrow(Refusal)
})

test('a damaged key file is refused, not replaced', async () => {
  await writeFile(file(), 'too short')
  await expect(openKeys(file())).rejects.toThrow(
    `The key file ${file()} is damaged: it must hold 32 bytes in base64url, one key a line, the newest first.`,
  )
  expect(await readFile(file(), 'utf8')).toBe('too short')
})

test('equal values have equal digests, under another key others', async () => {
  const [one, two] = [await openKeys(file()), await openKeys(file('other.key'))]
  expect(one.digest('ana')).toBe(one.digest('ana'))
  expect(one.digest('ana')).not.toBe(one.digest('bea'))
  expect(one.digest('ana')).not.toBe(two.digest('ana'))
})

test('a key that is missing beside a known store is not made anew', async () => {
  await expect(openKeys(file('missing.key'), 'known')).rejects.toThrow(/is missing.*Put it back/)
})

test('a new key encrypts from now on, what older ones encrypted is read, and digests stay as they were', async () => {
  const keys = await openKeys(file())
  const [old, digest] = [keys.encrypt('s3cret'), keys.digest('x')]
  await keys.renew()
  const fresh = keys.encrypt('s3cret')
  expect([keys.isNewest(old), keys.isNewest(fresh)]).toEqual([false, true])
  const again = await openKeys(file(), 'known')
  expect([again.decrypt(old), again.decrypt(fresh), again.digest('x')]).toEqual(['s3cret', 's3cret', digest])
  expect((await stat(file())).mode & 0o777).toBe(0o600)
})

test('keys of the environment are used instead of the file, the newest first', async () => {
  const keys = await openKeys(file())
  const old = keys.encrypt('s3cret')
  await keys.renew()
  const ring = (await readFile(file(), 'utf8')).trim().split('\n').join(',')
  await rm(file())
  const given = await openKeys(file(), 'known', ring)
  expect(given.decrypt(old)).toBe('s3cret')
  await expect(given.renew()).rejects.toThrow('The keys come from USHER_KEY')
  await expect(openKeys(file(), 'known', `${ring},short`)).rejects.toThrow('USHER_KEY cannot be used')
})
