/** The OpenAPI 3.1 document: what the rows say, and the Zod schemas that they take and give. */
import { z } from 'zod'
import { permissions } from './access/permissions.ts'
import { roles } from './access/roles.ts'
import { usherRules } from './access/usher-rules.ts'
import type { Action } from './access/actions.ts'
import type { Shape } from '../api/shape.ts'
import { shapes } from '../api/shapes.ts'
import { rows } from './rows.ts'
import type { Route } from './route.ts'

type Operation = {
  readonly method: string
  readonly path: string
  readonly action: Action | null
  readonly mine?: true
  readonly says: string
  readonly asks?: z.ZodObject
  readonly takes?: z.ZodType
  readonly gives?: z.ZodType
  readonly tag: string
  /** It takes the query of OData. */
  readonly odata?: true
}

/** Every operation, sorted by path: those of the Graph under `/v1.0`, which `/beta` has too, then Usher's own. */
export const operations: readonly Operation[] = [
  ...rows.map((row): Operation => ({
    ...row,
    path: `/v1.0${row.path}`,
    tag: nounOf(row),
    ...(isAsked(row) && { odata: true }),
  })),
  ...Object.entries(usherRules).map(([route, [action, does, of]]): Operation => {
    const [method = '', path = ''] = route.split(' ')
    const says = of === 'service' ? `${does} With several directories: on the machine of the service only.` : does
    const shape: Shape = (shapes as Readonly<Record<string, Shape>>)[route] ?? {}
    return { ...shape, method, path, action, says, tag: 'usher' }
  }),
].toSorted((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1))

/** Of what lists, or shows one: what is not listed leaves out what it does not know. */
function isAsked({ method, gives }: Route): boolean {
  return method === 'GET' && gives !== undefined
}

function nounOf({ path }: Route): string {
  return path.split('/')[1] ?? ''
}

/** `version`: of Usher. */
export function openApi(version: string): Readonly<Record<string, unknown>> {
  const paths = Map.groupBy(operations, ({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Usher',
      version,
      description:
        'The part of Microsoft Graph by which provisioning is set up, run and watched, and what Usher adds to it under /usher. Everything under /v1.0 is under /beta too.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, its]) => [
        path,
        Object.fromEntries(its.map((one) => [one.method.toLowerCase(), shown(one)])),
      ]),
    ),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { error: jsonSchema(errorBody) },
      parameters: Object.fromEntries(
        Object.entries(odataQuery).map(([name, description]) => [
          name,
          { name: `$${name}`, in: 'query', required: false, description, schema: { type: 'string' } },
        ]),
      ),
    },
  }
}

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ code: z.string(), message: z.string(), target: z.string().optional() })).optional(),
    innerError: z.record(z.string(), z.string()).optional(),
  }),
})

function shown({ method, path, action, says, asks, takes, gives, tag, odata }: Operation) {
  const common =
    odata === true ? Object.keys(odataQuery).map((name) => ({ $ref: `#/components/parameters/${name}` })) : []
  const parameters = [...inPath(path), ...inQuery(asks), ...common]
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary: says,
    description: needs(action),
    ...(parameters.length > 0 && { parameters }),
    ...(takes !== undefined && {
      requestBody: { required: !takes.safeParse(undefined).success, content: json(takes) },
    }),
    responses: {
      ...(gives === undefined
        ? { '2XX': { description: 'Done.' } }
        : { '200': { description: 'Done.', content: json(gives) } }),
      default: {
        description: 'Refused; the message says what to change.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } },
      },
    },
  }
}

/** docs/guide/graph-provisioning.md says what is understood. */
const odataQuery = {
  filter: 'Which of them.',
  search: 'Words, as in "displayName:ana"; with the header ConsistencyLevel: eventual.',
  orderby: 'In which order.',
  top: 'How many at once, at most 999.',
  select: 'Which members.',
  expand: 'What to bring along.',
  count: 'true: how many there are in all.',
}

function inPath(path: string) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function inQuery(asks: z.ZodObject | undefined) {
  return Object.entries(asks?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(schema as z.ZodType),
  }))
}

/** `GET /v1.0/users/:id/manager` is `getV10UsersIdManager`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** Who may: the roles and permissions that give the action. */
export function needs(action: Action | null): string {
  if (action === null) return 'Whoever is signed in.'
  const may = (list: readonly { readonly gives: readonly Action[] }[], name: string): string =>
    list.length === 0 ? '' : ` ${name}: ${list.map(nameOf).join(', ')}.`
  const byRole = roles.filter(({ gives }) => gives.includes(action))
  const byPermission = permissions.filter(
    ({ gives, value }) => gives.includes(action) && value !== 'user_impersonation',
  )
  return `Needs \`${action}\`.${may(byRole, 'Roles')}${may(byPermission, 'Permissions')}`
}

function nameOf(one: object): string {
  return 'displayName' in one ? String(one.displayName) : 'value' in one ? String(one.value) : ''
}

function json(schema: z.ZodType) {
  return { 'application/json': { schema: jsonSchema(schema) } }
}

function jsonSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  void $schema
  return rest
}
