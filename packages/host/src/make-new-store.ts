/** A program of its own, since a process that has made a PGlite keeps a gigabyte: writes the files of a new one to the file that it is given. */
import { PGlite } from '@electric-sql/pglite'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const [file = ''] = process.argv.slice(2)
const half = `${file}.${process.pid}`
await mkdir(dirname(file), { recursive: true })
const pglite = await PGlite.create()
const files = await pglite.dumpDataDir('none')
try {
  await writeFile(half, files.stream())
  // The first of several makers counts: somebody may read its files already, and cannot when others take their place.
  await link(half, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
} finally {
  await rm(half, { force: true })
}
await pglite.close()
