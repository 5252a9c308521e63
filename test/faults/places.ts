import { afterEach, inject } from 'vitest'
import { startPostgres, type Postgres } from '../postgres.ts'
import { openPlace, type Place } from './place.ts'

type Faults = Parameters<typeof openPlace>[1]

/** Opens places for the tests of a file, and closes them after each, in the opposite order. */
export function places(): {
  readonly open: (faults: Faults) => Promise<Place>
  /** With a PostgreSQL server for Usher alone. */
  readonly openOnOwn: (faults: Faults) => Promise<{ readonly place: Place; readonly postgres: Postgres }>
} {
  const opened: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close()
  }, 60_000)
  const open = async (faults: Faults, own?: string): Promise<Place> => {
    const place = await openPlace(inject('postgresUrl'), faults, own)
    opened.push(() => place.close())
    return place
  }
  return {
    open: (faults) => open(faults),
    async openOnOwn(faults) {
      const postgres = await startPostgres()
      opened.push(() => postgres.stop())
      return { place: await open(faults, postgres.url), postgres }
    },
  }
}
