import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { smallDisk } from './disk.ts'
import { endAll, fails, launcher, minute, newFolder, newHouse, refused, run, serving, usher, usherService } from './house.ts' // prettier-ignore
import { makesWhole } from './kill.ts'

afterEach(endAll, minute)

test('a folder that cannot be used is one sentence', { timeout: minute }, async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'file'), '')
  refused(await fails(launcher('--data', join(folder, 'file', 'data'))), /Cannot use the data folder .*--data/)
  // Where nobody can make a folder although the one above is there.
  refused(await fails(launcher('--data', '/proc/1/none/data')), /Cannot use the data folder .*--data/)
  refused(await fails(launcher('--data', folder, '--port', 'many')), /--port takes a port/)
  refused(await fails(launcher('--colour')), /--colour.*--help/)
  expect(readdirSync(folder)).toEqual(['file'])

  const disk = smallDisk('8m')
  if (typeof disk === 'string')
    return void process.stdout.write(`Not tried, a disk without a right to write: ${disk}\n`)
  try {
    disk.remount('ro')
    refused(await fails(launcher('--data', join(disk.folder, 'data'))), /Cannot use the data folder .*--data/)
    refused(await fails(launcher('--data', disk.folder)), /data folder.*--data/)
  } finally {
    disk.unmount()
  }
})

test('a full disk is one sentence; with space again everybody is there', { timeout: 4 * minute }, async (context) => {
  const disk = smallDisk('400m')
  if (typeof disk === 'string') {
    process.stdout.write(`Not tried, a full disk: ${disk}\n`)
    return context.skip(disk)
  }
  try {
    const house = await newHouse(disk.folder)
    const filler = join(disk.folder, 'filler')
    const start = house.start()
    await start.until('Stored notification')
    fill(filler)
    const code = await start.ended
    expect(code, start.said()).not.toBe(0)
    expect(start.said()).toMatch(/No space left|disk/i)
    expect(start.said()).not.toMatch(/^\s+at .*:\d+:\d+/m)

    const still = await fails(house.start())
    expect(still.code).not.toBe(0)
    expect(still.all).toMatch(/disk|space/i)
    expect(still.all).not.toMatch(/^\s+at .*:\d+:\d+/m)
    rmSync(filler)
    await makesWhole(house, `${start.said()}\n${still.all}`)
  } finally {
    disk.unmount()
  }
})

/** Writes until nothing more fits. */
function fill(name: string): void {
  const chunk = Buffer.alloc(1024 * 1024)
  try {
    for (;;) writeFileSync(name, chunk, { flag: 'a' })
  } catch {
    // It is full.
  }
}

test(
  'a first start says that the store is new, and a command makes none in a folder that is mistyped',
  { timeout: minute },
  async () => {
    const data = join(newFolder(), 'data')
    for (const command of [['status'], ['user', 'list'], ['import', 'people.csv', '--mapping', 'mapping.json']]) {
      const said = await usher(data, command)
      expect(said).toMatchObject({ code: 3, out: '' })
      expect(said.all).toContain(`There is nothing of Usher in ${data}.`)
    }
    expect(existsSync(data)).toBe(false)
    const service = await usherService(data)
    expect(service.stdout()).toContain(`A new, empty store is in ${join(data, 'usher')}.\n`)
    await service.kill('SIGTERM')
    const again = await usherService(data)
    expect(again.stdout()).not.toContain('new, empty')
  },
)

test(
  'usher without a running service starts one for the command; a second program on the folder is refused',
  { timeout: minute },
  async () => {
    const data = newFolder()
    await (await usherService(data)).kill('SIGTERM')
    const alone = await usher(data, ['user', 'create', 'ana@contoso.example', 'displayName=Ana'])
    expect([alone.code, alone.all]).toEqual([0, 'ana@contoso.example: created\n'])
    await usherService(data)
    const second = run('apps/usher/src/main.ts', ['--data', join(data, 'usher'), '--port', '0'])
    refused(await fails(second), /The data folder .* is in use by another Usher/)
    expect((await usher(data, ['user', 'show', 'ana@contoso.example'])).all).toContain('Ana')
    expect((await usher(data, ['user', 'list'])).out).not.toContain(serving)
  },
)
