import { sql } from 'kysely'
import { texts } from './bulk.ts'
import type { Store } from './directory.ts'

/** Which of these names are attributes of your own: somebody has one, or a schema lists it among those of its source. */
export async function ownNames({ db, tenant }: Store, names: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select asked.name from ${texts(names)} as asked (name)
    where exists (select from directory_user u where u.tenant_id = ${tenant} and u.attributes ? asked.name)
      or exists (select from job j where j.tenant_id = ${tenant} and jsonb_path_exists(j.schema::jsonb,
        '$.directories[*] ? (exists (@.objects[*].attributes[*] ? (@.name == "userPrincipalName"))).objects[*].attributes[*] ? (@.name == $name)',
        jsonb_build_object('name', asked.name)))`.execute(db)
  return new Set(rows.map(({ name }) => name))
}
