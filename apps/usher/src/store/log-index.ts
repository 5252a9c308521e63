import { sql } from 'kysely'
import type { Db } from './directory.ts'

/**
 * Sorts new words into the index of the log, so that a search need not read them one by one.
 *
 * PostgreSQL does so when it vacuums, PGlite never. Of days that are over nothing is waiting any more.
 */
export async function sortIn(db: Db): Promise<void> {
  await sql`
    select gin_clean_pending_list(newest.index) from (
      select i.inhrelid::regclass as index from pg_inherits i join pg_index x on x.indexrelid = i.inhrelid
        join pg_class c on c.oid = x.indrelid
      where i.inhparent = 'provisioning_log_terms'::regclass order by c.relname desc limit 3) newest`.execute(db)
}
