import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdFolder } from './hold-folder.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-hold-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const script = `import { holdFolder } from ${JSON.stringify(new URL('./hold-folder.ts', import.meta.url).href)}
try { await holdFolder(process.argv[1], 'Usher'); console.log('held'); setInterval(() => undefined, 1000) }
catch (error) { console.log(error.message) }`

/** Another process that wants the folder, and what it says. */
async function another(of = folder): Promise<{ says: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, of], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    says: String(said).trim(),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const inUse = () =>
  `The data folder ${folder} is in use by another Usher. Stop that one, or name another folder with --data.`

test('a folder is held by one process; the other is told, and nothing of the first is harmed', async () => {
  const first = await another()
  expect(first.says).toBe('held')
  expect((await another()).says).toBe(inUse())
  await expect(holdFolder(folder, 'Usher')).rejects.toThrow(inUse())
  expect((await another()).says).toBe(inUse())
})

test('after kill -9 the folder can be held at once', async () => {
  const first = await another()
  await first.kill()
  expect((await another()).says).toBe('held')
})

test('of several that start at once over a killed one exactly one holds the folder', async () => {
  await (await another()).kill()
  const said = await Promise.all([1, 2, 3, 4].map(async () => (await another()).says))
  expect(said.toSorted()).toEqual([inUse(), inUse(), inUse(), 'held'])
}, 60_000)

test('a folder that was let go is free, and holds nothing of ours', async () => {
  const hold = await holdFolder(folder, 'Usher')
  await hold.release()
  expect(await readdir(folder)).toEqual([])
  await (await holdFolder(folder, 'Usher')).release()
})

test('one process cannot hold a folder twice', async () => {
  const hold = await holdFolder(folder, 'Usher')
  await expect(holdFolder(folder, 'Usher')).rejects.toThrow(inUse())
  await hold.release()
})

test('a path longer than a socket’s name may be is no trouble', async () => {
  const long = join(folder, 'a'.repeat(120), 'b'.repeat(120))
  const hold = await holdFolder(long, 'Usher')
  expect((await another(long)).says).toContain('is in use')
  await hold.release()
})

test('a folder that is a file is refused in one sentence', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(holdFolder(file, 'Usher')).rejects.toThrow(
    /^Cannot use the data folder .*file.*\. Name another with --data\.$/s,
  )
})
