import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openAsBlob, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { madeWhole } from './new-store.ts'

const parent = await mkdtemp(join(tmpdir(), 'usher-new-store-'))
afterAll(() => rm(parent, { recursive: true }))

test('a store whose making was cut off is made anew, and one that is whole is opened', async () => {
  const folder = join(parent, 'store')
  const seen: string[] = []
  const make = (ends: boolean) =>
    madeWhole(folder, async (isNew) => {
      seen.push(
        `${isNew ? 'new' : 'known'}, ${existsSync(join(folder, 'half')) ? 'with' : 'without'} what was half made`,
      )
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'PG_VERSION'), '18')
      if (ends) return
      await writeFile(join(folder, 'half'), '')
      throw new Error('The power went.')
    })
  await expect(make(false)).rejects.toThrow('The power went.')
  await make(true)
  await make(true)
  expect(seen).toEqual([
    'new, without what was half made',
    'new, without what was half made',
    'known, without what was half made',
  ])
})

test('when several programs make the first files at once, those that somebody reads already stay', async () => {
  const file = join(parent, 'kept', 'first.tar')
  const makers = [1, 2].map(() =>
    fork(new URL('make-new-store.ts', import.meta.url), [file], { execArgv: [], stdio: 'ignore' }),
  )
  const ends = makers.map((maker) => once(maker, 'exit'))
  await Promise.race(ends)
  const read = await openAsBlob(file)
  expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([0, 0])
  expect((await read.arrayBuffer()).byteLength).toBe(read.size)
  expect(readdirSync(join(parent, 'kept'))).toEqual(['first.tar'])
})
