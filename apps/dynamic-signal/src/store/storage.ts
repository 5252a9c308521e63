import { type Place, type ResourceType, type Sql, type Storage, raw, sql, urns, userNameKey } from '@usher/scim'
import { searchKey } from './columns.ts'

const manager = `${urns.enterpriseUser}:manager`

/**
 * Where the attributes of the row `r` are kept (see the migrations), for filters and sorting. `base` is the address of
 * the SCIM service, from which locations follow.
 */
export function storageOf(type: ResourceType, base: string): Storage {
  const isUser = type.name === 'User'
  return { document: raw('r.search'), places: { ...common(type, base), ...(isUser ? ofUser(base) : ofGroup(base)) } }
}

function common(type: ResourceType, base: string): Storage['places'] {
  return {
    id: text(raw('r.id')),
    externalId: text(raw('r.external_id')),
    'meta.resourceType': text(raw('r.type')),
    'meta.created': text(raw('r.created')),
    'meta.lastModified': text(raw('r.last_modified')),
    'meta.version': text(raw(`('W/"' || r.version || '"')`)),
    'meta.location': text(sql`(${`${base}${type.endpoint}/`}::text || r.id)`),
  }
}

function ofUser(base: string): Storage['places'] {
  return {
    userName: { kind: 'column', as: 'text', sql: raw('r.name_key'), prepare: userNameKey },
    'emails.value': keys('emails'),
    [`${urns.enterpriseUser}:employeeNumber`]: keys('employeeNumber'),
    [`${manager}.value`]: text(raw('r.manager_id')),
    // The name is looked up, so it is that of the manager's row.
    [`${manager}.displayName`]: text(raw('m.display_key')),
    [`${manager}.$ref`]: text(sql`(${`${base}/Users/`}::text || m.id)`),
    groups: {
      kind: 'rows',
      from: raw(`groups_in(r.tenant_id, r.id) gi join resource g on g.tenant_id = r.tenant_id and g.id = gi.id where`),
      columns: {
        value: raw('gi.id'),
        display: raw('g.display_key'),
        type: raw('gi.type'),
        $ref: sql`(${`${base}/Groups/`}::text || gi.id)`,
      },
      // Who is in a group is asked of the group, not of everybody.
      finds: (id) => sql`r.id in (select id from members_in(r.tenant_id, ${id}))`,
    },
  }
}

function ofGroup(base: string): Storage['places'] {
  return {
    displayName: keys('displayName'),
    members: {
      kind: 'rows',
      from: raw(`member gm join resource u on u.tenant_id = gm.tenant_id and u.id = gm.member_id and u.archived is null
        where gm.tenant_id = r.tenant_id and gm.group_id = r.id and`),
      columns: {
        value: raw('gm.member_id'),
        display: raw('u.display_key'),
        type: raw('lower(coalesce(gm.said_type, gm.type))'),
        $ref: sql`(${`${base}/`}::text || gm.type || 's/' || gm.member_id)`,
      },
    },
  }
}

function text(column: Sql): Place {
  return { kind: 'column', as: 'text', sql: column }
}

function keys(attribute: 'emails' | 'employeeNumber' | 'displayName'): Place {
  return { kind: 'keys', sql: raw('r.search_keys'), key: (folded) => searchKey(attribute, folded) }
}
