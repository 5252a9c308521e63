/** The Graph's group as it is answered, and what clients may filter by. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { GroupRecord } from '../../store/graph-groups.ts'
import { instantText } from '../credentials.ts'
import type { Fields } from '../filter/to-sql.ts'
import { fieldsOf, shown } from '../properties.ts'
import { securityIdentifier } from '../security-identifier.ts'
import { idField } from '../users/entity.ts'
import { askedOfGroup, groupProperties } from './properties.ts'

export const groupShape = z.looseObject({
  id: z.guid(),
  deletedDateTime: z.string().nullable(),
  description: z.string().nullable(),
  displayName: z.string(),
  groupTypes: z.array(z.string()),
  mailEnabled: z.boolean(),
  mailNickname: z.string().nullable(),
  securityEnabled: z.boolean(),
  securityIdentifier: z.string(),
})
type ShownGroup = Readonly<Record<string, unknown>> & { readonly id: string }

/** All properties; who answers cuts them to what was asked for. */
export function shownGroup(row: GroupRecord): ShownGroup {
  return {
    id: row.id,
    deletedDateTime: instantText(row.deleted_at),
    createdDateTime: instantText(row.created_at),
    description: row.description,
    displayName: row.display_name,
    mail: row.mail,
    mailNickname: row.mail_nickname,
    renewedDateTime: instantText(row.created_at),
    securityEnabled: row.security_enabled,
    securityIdentifier: securityIdentifier(row.id),
    ...shown(groupProperties, row.properties),
    ...shown(askedOfGroup, row.properties),
  }
}

export const usualOfGroup: readonly string[] = [
  'id', 'deletedDateTime', 'createdDateTime', 'description', 'displayName', 'mail', 'mailNickname', 'renewedDateTime', 'securityEnabled',
  'securityIdentifier', ...Object.keys(groupProperties),
] // prettier-ignore

export const groupFields: Fields = {
  ...fieldsOf(groupProperties, sql`g.properties`),
  ...fieldsOf(askedOfGroup, sql`g.properties`),
  id: idField(sql`g.id`),
  createdDateTime: { sql: sql`g.created_at`, type: 'instant' },
  deletedDateTime: { sql: sql`g.deleted_at`, type: 'instant' },
  renewedDateTime: { sql: sql`g.created_at`, type: 'instant' },
  description: { sql: sql`g.description`, type: 'text' },
  displayName: { sql: sql`g.display_name`, type: 'text' },
  mail: { sql: sql`g.mail`, type: 'text' },
  mailNickname: { sql: sql`g.mail_nickname`, type: 'text' },
  securityEnabled: { sql: sql`g.security_enabled`, type: 'boolean' },
}

export function isDynamic({ properties }: Pick<GroupRecord, 'properties'>): boolean {
  const types = properties['groupTypes']
  return Array.isArray(types) && types.includes('DynamicMembership')
}
