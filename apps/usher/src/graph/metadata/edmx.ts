/** The CSDL document (OData 4.0) of what is served: made of the rows, and of the schemas that they give, as the OpenAPI document is. */
import { z } from 'zod'
import type { Route } from '../route.ts'

/** What is known of a type beside its navigation. */
export type Known = Readonly<Record<string, z.ZodType>>
type Node = { readonly path: string; readonly isMany: boolean; readonly gives: z.ZodType | undefined; readonly children: Map<string, Node> } // prettier-ignore

/** Types that are called otherwise than their segment. */
const called: Readonly<Record<string, string>> = {
  jobs: 'synchronizationJob',
  templates: 'synchronizationTemplate',
  schema: 'synchronizationSchema',
  directories: 'directoryDefinition',
  secrets: 'synchronizationSecretKeyStringValuePair',
  provisioning: 'provisioningObjectSummary',
  roleAssignments: 'unifiedRoleAssignment',
  roleDefinitions: 'unifiedRoleDefinition',
  appRoleAssignedTo: 'appRoleAssignment',
  appRoleAssignments: 'appRoleAssignment',
  organization: 'organization',
  manager: 'user',
  me: 'user',
  oauth2PermissionGrants: 'oAuth2PermissionGrant',
  deletedItems: 'directoryObject',
  auditLogs: 'auditLogRoot',
}
const objects = new Set(['members', 'transitiveMembers', 'memberOf', 'transitiveMemberOf', 'owners', 'ownedObjects', 'createdObjects', 'directReports']) // prettier-ignore
/** What is asked by GET and is no property. */
const functions = new Set(['delta', 'functions', 'filterOperators'])

const nameOf = (segment: string): string =>
  called[segment] ?? (objects.has(segment) ? 'directoryObject' : segment.replace(/ies$/, 'y').replace(/s$/, ''))
const isName = (segment: string): boolean => /^[a-z]\w*$/i.test(segment)

/** `types`: the schemas of what is known by name. */
export function edmx(rows: readonly Route[], types: Readonly<Record<string, Known>>): string {
  const root = treeOf(rows)
  const found = new Map<string, Map<string, Node>>(Object.keys(types).map((name) => [name, new Map()]))
  collect(root, found)
  const bound = operationsOf(rows)
  const top = [...root.children].map(([name, { isMany }]) =>
    isMany
      ? `<EntitySet Name="${name}" EntityType="graph.${nameOf(name)}"/>`
      : `<Singleton Name="${name}" Type="graph.${nameOf(name)}"/>`,
  )
  const entities = [...found].map(([name, navigation]) => entity(name, types[name] ?? {}, navigation))
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${[...entities, ...bound].join('\n')}
<EntityContainer Name="GraphService">
${top.join('\n')}
</EntityContainer>
</Schema>
</edmx:DataServices></edmx:Edmx>
`
}

/** What can be read, by its address: a segment that an id follows is a list. */
function treeOf(rows: readonly Route[]): Node {
  const empty = (path: string): Node => ({ path, isMany: false, gives: undefined, children: new Map() })
  const root = empty('')
  for (const { method, path, gives } of rows) {
    const segments = path.split('/').slice(1)
    if (method !== 'GET' || path.endsWith('/$value') || functions.has(segments.at(-1) ?? '')) continue
    let at = root
    for (const [index, segment] of segments.entries()) {
      if (segment.startsWith(':')) continue
      if (!isName(segment)) break
      const isLast = index === segments.length - 1
      const known = at.children.get(segment) ?? empty(segments.slice(0, index + 1).join('/'))
      // What has several, has their ids behind it, or is read by a word for several.
      const isMany =
        known.isMany ||
        segments[index + 1]?.startsWith(':') === true ||
        objects.has(segment) ||
        (isLast && segment.endsWith('s'))
      const next: Node = { ...known, isMany, gives: isLast ? (gives ?? known.gives) : known.gives }
      at.children.set(segment, next)
      at = next
    }
  }
  return root
}

/** Each type with what can be reached from it, wherever it stands. */
function collect(node: Node, found: Map<string, Map<string, Node>>): void {
  for (const [segment, child] of node.children) {
    const name = nameOf(segment)
    const navigation = found.get(name) ?? new Map<string, Node>()
    found.set(name, navigation)
    for (const [of, one] of child.children) navigation.set(of, one)
    collect(child, found)
  }
}

function entity(name: string, known: Known, navigation: ReadonlyMap<string, Node>): string {
  const properties = Object.entries(known)
    .filter(([of]) => of !== 'id' && !of.startsWith('@'))
    .map(([of, schema]) => `<Property Name="${of}" Type="${edmOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))}"/>`) // prettier-ignore
  const reached = [...navigation].map(([segment, { isMany }]) => {
    const type = `graph.${nameOf(segment)}`
    return `<NavigationProperty Name="${segment}" Type="${isMany ? `Collection(${type})` : type}" ContainsTarget="true"/>`
  })
  const key = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
  return `<EntityType Name="${name}" OpenType="true">${[key, ...properties, ...reached].join('\n')}</EntityType>`
}

type JsonSchema = {
  readonly type?: unknown
  readonly items?: unknown
  readonly anyOf?: readonly JsonSchema[]
}
const scalars: Readonly<Record<string, string>> = { string: 'Edm.String', boolean: 'Edm.Boolean', integer: 'Edm.Int64', number: 'Edm.Double' } // prettier-ignore

function edmOf({ type, items, anyOf }: JsonSchema): string {
  const [one, ...others] = (anyOf ?? []).filter((each) => each.type !== 'null')
  if (one !== undefined) return others.length === 0 ? edmOf(one) : 'Edm.Untyped'
  if (type === 'array') return `Collection(${edmOf(schemaIn(items))})`
  return scalars[String(type)] ?? 'Edm.Untyped'
}

const schemaIn = (value: unknown): JsonSchema => (typeof value === 'object' && value !== null ? value : {})

/** What is done to something, and what is asked of it, by the type that it is bound to. */
function operationsOf(rows: readonly Route[]): readonly string[] {
  const lists = new Set(rows.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])))
  const made = rows.flatMap(({ method, path }): readonly string[] => {
    const segments = path.split('/').slice(1)
    const name = segments.at(-1) ?? ''
    const isAction = method === 'POST' && !lists.has(path)
    if (!isName(name) || segments.length < 2 || !(isAction || (method === 'GET' && functions.has(name)))) return []
    const before = segments.at(-2) ?? ''
    const isMany = !before.startsWith(':')
    const type = `graph.${nameOf(isMany ? before : (segments.at(-3) ?? ''))}`
    const parameter = `<Parameter Name="bindingParameter" Type="${isMany && before !== 'schema' ? `Collection(${type})` : type}"/>`
    return isAction
      ? [`<Action Name="${name}" IsBound="true">${parameter}</Action>`]
      : [`<Function Name="${name}" IsBound="true">${parameter}<ReturnType Type="Collection(Edm.Untyped)"/></Function>`]
  })
  return [...new Set(made)]
}
