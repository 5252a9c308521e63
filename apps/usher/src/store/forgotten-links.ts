/** Links of whole jobs, for a restart that forgets them. */
import type { Link } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
import { texts } from './bulk.ts'
import type { Store } from './directory.ts'

const pageSize = 500

/** Objects whose account is active and managed, in pages. `forgotten`: only those whose link a restart wants gone. */
export async function* activeLinks(
  { db, tenant }: Store,
  job: string,
  { forgotten }: { readonly forgotten: boolean },
): AsyncGenerator<readonly Ref[]> {
  let last = { type: '', id: '' }
  for (;;) {
    const { rows } = await sql<Ref>`
      select object_type as type, object_id as id from link
      where tenant_id = ${tenant} and job_id = ${job} and (object_type, object_id) > (${last.type}, ${last.id})
        and target_id is not null and state = 'managed' and active and (forgotten or not ${forgotten})
      order by object_type, object_id limit ${pageSize}`.execute(db)
    if (rows.length > 0) yield rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end
  }
}

/** Ends what a restart began: links that it kept are gone when the account is inactive, and of `those`. */
export async function dropForgotten({ db, tenant }: Store, job: string, those: readonly string[]): Promise<void> {
  await sql`delete from link where tenant_id = ${tenant} and job_id = ${job} and forgotten
    and (not active or state <> ${'managed' satisfies Link['state']} or object_id in ${texts(those)})`.execute(db)
}

/** These keep their link: they came back into scope before they were taken away. */
export async function keepForgotten({ db, tenant }: Store, job: string, those: readonly string[]): Promise<void> {
  await sql`update link set forgotten = false where tenant_id = ${tenant} and job_id = ${job}
    and object_id in ${texts(those)}`.execute(db)
}

/** Whether a restart left links to be forgotten. */
export async function someForgotten({ db, tenant }: Store, job: string): Promise<boolean> {
  const { rows } =
    await sql`select from link where tenant_id = ${tenant} and job_id = ${job} and forgotten limit 1`.execute(db)
  return rows.length > 0
}
