/** The directory as a source: entries as they are now, and a feed that cannot lose a change. */
import type { Entry, Page, Source } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { isUuid, type Store } from '../../store/directory.ts'
import { nothingComputed, type Wanted } from './computed.ts'
import { concernedPeople } from './concerned.ts'
import { allObjects, changedObjects, countObjects, currentMark, readMark, toWatermark, type Mark } from './feed.ts'
import { readGroups } from './groups.ts'
import { memberships } from './memberships.ts'
import { readPeople, type Reading } from './people.ts'

/**
 * The directory as one application sees it.
 *
 * `wanted` says which computed attributes are read. `nested`: groups count with all who are in groups in them; else only
 * with their direct members, of which some may be groups.
 */
export function directorySource(
  store: Store,
  application: string,
  wanted: Wanted = nothingComputed,
  { nested = false }: { readonly nested?: boolean } = {},
): Source {
  const reading = { store, application, wanted, nested }
  return {
    async *changes({ type, after, from, to }) {
      const mark = await currentMark(store)
      yield* after === null
        ? everything(reading, { type, from, to }, mark)
        : since(reading, { type, xmin: readMark(after).xmin }, mark)
    },
    read: (refs) => read(reading, refs),
    ...memberships(reading),
  }
}

const readers: Readonly<Record<string, (reading: Reading, ids: readonly string[]) => Promise<readonly Entry[]>>> = {
  User: readPeople,
  Group: readGroups,
}

async function entriesOf(reading: Reading, type: string, ids: readonly string[]): Promise<readonly Entry[]> {
  const reader = readers[type]
  if (reader !== undefined) return reader(reading, ids)
  return ids.map((id) => unknown({ type, id }))
}

async function* everything(
  reading: Reading,
  { type, from, to }: { readonly type: string; readonly from: string | undefined; readonly to: string | undefined },
  mark: Mark,
): AsyncGenerator<Page> {
  const total = to === undefined ? { total: await countObjects(reading.store, type) } : {}
  for await (const ids of allObjects(reading.store, type, { from, to })) {
    const cursor = ids.at(-1)
    const entries = await entriesOf(reading, type, ids)
    yield { entries, watermark: toWatermark(mark), ...total, ...(cursor !== undefined && { cursor }) }
  }
}

async function* since(
  reading: Reading,
  { type, xmin }: { readonly type: string; readonly xmin: string },
  mark: Mark,
): AsyncGenerator<Page> {
  const { store, wanted } = reading
  for await (const ids of changedObjects(store, type, xmin)) {
    yield { entries: await entriesOf(reading, type, ids), watermark: toWatermark(mark) }
  }
  if (type !== 'User') return
  for await (const ids of concernedPeople(store, wanted.reads, xmin)) {
    yield { entries: await readPeople(reading, ids), watermark: toWatermark(mark) }
  }
}

async function read(reading: Reading, refs: readonly Ref[]): Promise<readonly Entry[]> {
  const wanted = new Map(refs.map((ref) => [`${ref.type}/${ref.id}`, ref]))
  const byType = Map.groupBy(wanted.values(), ({ type }) => type)
  const found = await Promise.all(
    [...byType].map(async ([type, some]) => {
      // Whoever is referred to by another key is not in the directory yet.
      const known = some.map(({ id }) => id).filter(isUuid)
      return [...(await entriesOf(reading, type, known)), ...some.filter(({ id }) => !isUuid(id)).map(unknown)]
    }),
  )
  return found.flat()
}

function unknown(ref: Ref): Entry {
  return { ref, object: null, assignments: [] }
}
