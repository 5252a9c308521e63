/** Every PGlite of a test begins with the files that `initdb` made once for all of them, which is four times as fast. */
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { existsSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

const create = PGlite.create.bind(PGlite) as (options: PGliteOptions) => Promise<PGlite>

async function createFromFiles(options: PGliteOptions = {}): Promise<PGlite> {
  const { dataDir } = options
  const isThere = dataDir !== undefined && existsSync(join(dataDir, 'PG_VERSION'))
  return create(isThere ? options : { ...options, loadDataDir: await openAsBlob(inject('pgliteFiles')) })
}

Object.assign(PGlite, { create: createFromFiles })
