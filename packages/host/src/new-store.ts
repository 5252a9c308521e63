/**
 * The files with which every embedded store begins, made once for each version of PGlite.
 *
 * PGlite's own way takes each new store two seconds and a gigabyte of memory, which the program would keep.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openAsBlob, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
const kept = new URL('../../../node_modules/.cache/usher/', import.meta.url)

/** A tar of them; undefined where they can be neither made nor kept, as in a folder that is read-only. */
export async function newStore(): Promise<Blob | undefined> {
  const { version } = JSON.parse(readFileSync(join(dirname(main), '..', 'package.json'), 'utf8')) as { version: string }
  const file = fileURLToPath(new URL(`pglite-${version}.tar`, kept))
  if (!existsSync(file)) {
    const maker = fork(new URL('make-new-store.ts', import.meta.url), [file], { execArgv: [], stdio: 'ignore' })
    await once(maker, 'exit')
  }
  return existsSync(file) ? openAsBlob(file) : undefined
}

/**
 * Makes a store in an empty folder, by `make`, so that one that was killed meanwhile is made anew.
 *
 * A mark stands beside the folder until the store is whole; nothing of anybody's is in it before.
 */
export async function madeWhole<T>(folder: string, make: (isNew: boolean) => Promise<T>): Promise<T> {
  const mark = `${folder}.making`
  if (existsSync(mark)) await rm(folder, { recursive: true, force: true })
  else if (existsSync(join(folder, 'PG_VERSION'))) return make(false)
  await writeFile(mark, '')
  const made = await make(true)
  await rm(mark)
  return made
}
