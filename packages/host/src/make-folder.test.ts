import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'usher-make-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))
const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

test('a folder is made with all that are missing above it, for its owner alone; one that is there stays as it is', async () => {
  await chmod(folder, 0o755)
  const deep = join(folder, 'a', 'b')
  await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, 'a', 'c'))])
  await makeFolder(deep)
  expect([await mode(folder), await mode(join(folder, 'a')), await mode(deep)]).toEqual([0o755, 0o700, 0o700])
})

test('where something else has the name it says so', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/EEXIST/)
  await expect(makeFolder(join(folder, 'file', 'data'))).rejects.toThrow(/EEXIST/)
})

// Node's own recursive mkdir never ends there.
test.runIf(process.platform === 'linux')(
  'where no folder can be made it says so, and does not try for ever',
  async () => {
    await expect(makeFolder('/proc/1/none/data')).rejects.toThrow(/mkdir '\/proc\/1\/none'/)
  },
)
