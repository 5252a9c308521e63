import type { ProfileAttribute } from '../api/types.ts'

type Named = ProfileAttribute & { readonly name: string }

export type AttributeGroup = { readonly title: string; readonly rows: readonly Named[] }

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** The attributes of the core schema by what they are about; those of extensions have their schema for a title. */
const titles: readonly { readonly title: string; readonly attributes: readonly string[] }[] = [
  {
    title: 'Identity',
    attributes: ['userName', 'externalId', 'active', 'userType', 'displayName', 'nickName', 'title'],
  },
  { title: 'Name', attributes: ['name'] },
  { title: 'Contact', attributes: ['emails', 'phoneNumbers', 'addresses', 'ims', 'photos', 'profileUrl'] },
  { title: 'Preferences', attributes: ['preferredLanguage', 'locale', 'timezone'] },
  { title: 'Organization', attributes: [enterprise] },
  { title: 'Access', attributes: ['groups', 'roles', 'entitlements', 'x509Certificates'] },
]

/** Sorts attributes under the headings of the profile. Headings without attributes are left out. */
export function grouped(attributes: readonly ProfileAttribute[]): readonly AttributeGroup[] {
  const named = attributes.map((attribute) => ({ ...split(attribute.path), attribute }))
  const known = titles.map(({ title }) => title)
  const others = [...new Set(named.map(({ title }) => title))].filter((title) => !known.includes(title))
  return [...known, ...others]
    .map((title) => ({
      title,
      rows: named.filter((one) => one.title === title).map(({ name, attribute }) => ({ ...attribute, name })),
    }))
    .filter(({ rows }) => rows.length > 0)
}

function split(path: string): { readonly title: string; readonly name: string } {
  const schema = schemaOf(path)
  const name = schema === '' ? path : path.slice(schema.length + 1)
  const first = schema === '' ? (/^[^.[]+/.exec(path)?.[0] ?? path) : schema
  const title = titles.find((one) => one.attributes.some((each) => each.toLowerCase() === first.toLowerCase()))?.title
  return { title: title ?? (schema === '' ? 'Other' : schema), name: name || path }
}

/** `urn:…:2.0:User` of `urn:…:2.0:User:manager.value`; the schema's own name holds colons and dots. */
function schemaOf(path: string): string {
  if (!/^urn:/i.test(path)) return ''
  if (path.toLowerCase().startsWith(enterprise.toLowerCase())) return enterprise
  const filter = path.indexOf('[')
  const end = path.lastIndexOf(':', filter === -1 ? undefined : filter)
  return path.slice(0, end)
}
