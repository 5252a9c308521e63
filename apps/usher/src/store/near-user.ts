import { nearest } from '@usher/engine'
import { sql } from 'kysely'
import type { Store } from './directory.ts'

/** So many people are compared at most, those first whose name begins alike. */
const most = 2000

/** The userPrincipalName of somebody whose name is one or two letters off, or undefined. */
export async function nearUser({ db, tenant }: Store, who: string): Promise<string | undefined> {
  const name = who.toLowerCase()
  const [local = ''] = name.split('@')
  const off = Math.min(2, Math.floor(local.length / 3))
  if (off === 0) return undefined
  const [begins, alike] = [name.slice(0, 1), name.slice(0, local.length / 2)].map((text) => `${escaped(text)}%`)
  const ends = `%${escaped(local.slice(-1))}@%`
  const { rows } = await sql<{ upn: string; name: string }>`
    select user_principal_name as upn, name from directory_user
      cross join lateral (values (user_principal_name), (attributes ->> 'mailNickname'), (attributes ->> 'displayName')) as names(name)
    where tenant_id = ${tenant} and deleted_at is null and length(name) between ${who.length - off} and ${who.length + off}
      and (lower(name) like ${begins} or lower(name) like ${ends})
    order by lower(name) like ${alike} desc, lower(user_principal_name) limit ${most}`.execute(db)
  const known = new Map(rows.map((row) => [row.name, row.upn]))
  return known.get(nearest(who, known.keys(), off) ?? '')
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
