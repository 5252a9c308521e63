/** Where settings have the address of a person, which forgetting them leaves alone: somebody has chosen it, and has to choose another. */
import { sql } from 'kysely'
import type { Store } from './directory.ts'
import type { User } from './users.ts'

/** Each place in words that follow "in": `the notification email of Dynamic Signal`. */
export async function stillWritten(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  { userPrincipalName, attributes: { mail } }: Pick<User, 'userPrincipalName' | 'attributes'>,
): Promise<readonly string[]> {
  const addresses = [userPrincipalName, mail].flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : []))
  const theirs = sql`array(select jsonb_array_elements_text(${JSON.stringify(addresses)}::text::jsonb))`
  // Several stand in one text, after commas or semicolons.
  const has = (text: ReturnType<typeof sql>) =>
    sql`regexp_split_to_array(lower(${text}), '[,;[:space:]]+') && ${theirs}`
  const each = (list: ReturnType<typeof sql>) =>
    sql`exists (select from jsonb_array_elements_text(${list}) one where lower(one) = any(${theirs}))`
  const { rows } = await sql<{ place: string }>`
    select 'the notification email of ' || a.display_name as place from job j
      join application a on a.tenant_id = j.tenant_id and a.id = j.application_id
      where j.tenant_id = ${tenant} and ${has(sql`j.settings ->> 'notificationEmail'`)}
    union select 'notificationEmailAddresses of ' || a.display_name from application a
      where a.tenant_id = ${tenant} and jsonb_typeof(a.properties -> 'notificationEmailAddresses') = 'array'
        and ${each(sql`a.properties -> 'notificationEmailAddresses'`)}
    union select 'the recipients of the mail settings' from mail_setting m
      where m.tenant_id = ${tenant} and ${each(sql`m.settings -> 'recipients'`)}
    union select 'the sender of the mail settings' from mail_setting m
      where m.tenant_id = ${tenant} and (lower(m.settings ->> 'user') = any(${theirs}) or ${has(sql`translate(m.settings ->> 'from', '<>"', '   ')`)})
    order by 1`.execute(db)
  return rows.map(({ place }) => place)
}
