import type { Database } from '@usher/host'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@usher/engine'
import { connections, type Connections } from '../edge/connections.ts'
import { egressGuard } from '../edge/egress.ts'
import type { House } from '../runner/open-job.ts'
import type { Store } from '../store/directory.ts'
import { openKeys, type Keys } from '../store/secrets.ts'
import type { Tables } from '../store/tables.ts'
import { openStore, type kinds } from '../testing/stores.ts'

export type Kind = (typeof kinds)[number]
export type Ground = { readonly kind: Kind; readonly database: Database<Tables>; readonly keys: Keys; readonly edge: Connections; close(): Promise<void> } // prettier-ignore

/** What the worlds of one file stand on. */
export async function openGround(kind: Kind, postgresUrl: string): Promise<Ground> {
  const { database } = await openStore(kind, postgresUrl)
  const folder = await mkdtemp(join(tmpdir(), 'usher-acceptance-'))
  const keys = await openKeys(join(folder, 'key'))
  const edge = connections({ guard: egressGuard({ loopback: true, allow: [] }), authorities: [] })
  const close = async (): Promise<void> => {
    await edge.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { kind, database, keys, edge, close }
}

/** A house that stands on it, by the clock on the wall. */
export function houseOn({ kind, keys, edge }: Ground, store: Store): House {
  const ending = new AbortController().signal
  const now = (): Instant => new Date().toISOString() as Instant
  return { store, keys, connections: edge, ending, exclusive: kind === 'pglite', now }
}
