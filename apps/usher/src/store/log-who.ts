/** Who was meant by a name that the directory does not know any more: whom the lines of the log are about. */
import { wordsAsked } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
import type { Store } from './directory.ts'
import { findPlaces } from './log-find.ts'
import type { LogQuestion } from './log-question.ts'

type Logged = Ref & { readonly displayName: string; readonly targetId: string; readonly upn: string | null }

/** Lines with the words of the name that are looked at, the newest first; most of them may be about somebody else. */
const mostRead = 2000

/** Everybody who is called so: by an id of either side or a name as it is, else by whole words of the display name. */
export async function loggedAs(store: Store, who: string, jobs: LogQuestion['jobs']): Promise<readonly Logged[]> {
  const places = await findPlaces(store, { jobs, search: who }, mostRead)
  if (places.length === 0) return []
  const times = [...new Set(places.map(({ at }) => at))]
  const { rows: found } = await sql<Logged>`
    select distinct on (object_type, object_id) object_type as type, object_id as id, display_name as "displayName",
      target_id as "targetId", facts ->> 'upn' as upn
    from provisioning_log where tenant_id = ${store.tenant} and at = any(${times}::timestamptz[])
      and id = any(${places.map(({ id }) => id)}::bigint[]) order by object_type, object_id, at desc, id desc`.execute(
    store.db,
  )
  const exact = found.filter((one) => isCalled(one, who))
  return exact.length > 0 ? exact : found.filter(({ displayName }) => hasWords(displayName, who))
}

function isCalled({ id, displayName, targetId, upn }: Logged, who: string): boolean {
  const local = upn?.replace(/@.*/, '')
  return [id, targetId, displayName, upn, local].some((name) => name?.toLowerCase() === who.trim().toLowerCase())
}

function hasWords(name: string, who: string): boolean {
  const words = new Set(wordsAsked(name))
  const asked = wordsAsked(who)
  return asked.length > 0 && asked.every((word) => words.has(word))
}
