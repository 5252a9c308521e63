import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import {
  type Json,
  type Rules,
  type ScimSchema,
  ScimError,
  isDeepEqual,
  leniencies,
  options,
  parseSchema,
  rulesOf,
} from '@usher/scim'
import { baseOf } from '../scim/paths.ts'
import { reindex } from '../store/reindex.ts'
import type { Settings } from '../tenant/settings.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { Failure } from './failure.ts'
import { read, settingsBody, tenantBody } from './input.ts'
import { hashPassword } from './passwords.ts'
import type { Section } from './service.ts'

/** Admin > Settings and, in the first tenant, Admin > Tenants. */
export function settingsRoutes(app: FastifyInstance, { session, tenants, db, baseUrl }: Section): void {
  app.get('/settings', async (request) => shown((await session.asAdmin(request)).tenant))

  app.patch('/settings', async (request) => {
    const { id } = (await session.asAdmin(request)).tenant
    // As it is stored now, so that two who change settings do not undo each other.
    const tenant = await tenants.fresh(id)
    const { switches, schemas, ...plain } = read(settingsBody, request.body)
    const changed: Partial<Settings> = {
      ...(given(plain) as Partial<Settings>),
      ...(switches === undefined ? {} : { switches: switched(tenant, switches) }),
      ...(schemas === undefined ? {} : { schemas: schemas.map((one, index) => schemaOf(one as Json, index)) }),
    }
    const ids = (changed.schemas ?? []).map(({ id }) => id.toLowerCase())
    if (new Set(ids).size < ids.length) throw new Failure(400, 'schemas: two of them have the same id.')
    await tenants.change(tenant, changed)
    const after = await tenants.fresh(id)
    // What is searched and compared follows from the schemas and from what is unique.
    const isOther = rebuilding.some((name) => !isDeepEqual(tenant.settings[name], after.settings[name]))
    if (isOther) await atMost(patience, reindex(db, after, 'all'))
    return shown(after)
  })

  app.get('/tenants', async (request) => {
    await operator(request)
    const listed = await tenants.list()
    return {
      tenants: listed.map((tenant, index) => ({
        ...tenant,
        scimApiUrl: baseOf({ isFirst: index === 0, name: tenant.name }, baseUrl()),
      })),
    }
  })

  app.post('/tenants', async (request, reply) => {
    await operator(request)
    const { name, adminUser, adminPassword } = read(tenantBody, request.body)
    const passwordHash = await hashPassword(adminPassword)
    if (!(await tenants.create(name, { userName: adminUser, passwordHash })))
      throw new Failure(409, `There is a tenant "${name}" already.`)
    return reply.status(201).send({ name, scimApiUrl: baseOf({ isFirst: false, name }, baseUrl()) })
  })

  async function operator(request: Parameters<typeof session.asAdmin>[0]): Promise<void> {
    const { tenant } = await session.asAdmin(request)
    if (!tenant.isFirst) throw new Failure(403, 'Only administrators of the first tenant manage tenants.')
  }
}

/** The members that have a value. */
function given(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}

const rebuilding = ['schemas', 'uniqueExternalId', 'uniqueGroupNames'] as const
const patience = 10_000 // ms; a large tenant goes on being brought up to date after the answer

/** Waits for some work, but not for ever; a failure that comes later is told on standard error. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController()
  const timer = setTimeout(milliseconds, undefined, { signal: late.signal }).catch(() => undefined)
  work.catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  await Promise.race([work, timer])
  late.abort()
}

function shown({ settings, rules }: Tenant) {
  const byDefault = rulesOf(settings.mode)
  const rows = { ...leniencies, ...options } as Readonly<
    Record<keyof Rules, { readonly number: string; readonly says: string; readonly for?: string }>
  >
  const switches = Object.entries(rows).map(([name, row]) => ({
    name,
    number: row.number,
    says: row.says,
    for: row.for ?? '',
    lenient: byDefault[name as keyof Rules],
    on: rules[name as keyof Rules],
  }))
  return { ...settings, switches }
}

/** The switches of a tenant with some changed; `null` takes one back to what the mode says. */
function switched({ settings }: Tenant, changes: Readonly<Record<string, boolean | null>>): Partial<Rules> {
  const known = { ...leniencies, ...options }
  const unknown = Object.keys(changes).find((name) => !Object.hasOwn(known, name))
  if (unknown !== undefined) throw new Failure(400, `switches: there is no "${unknown.slice(0, 60)}".`)
  const all = Object.entries({ ...settings.switches, ...changes })
  return Object.fromEntries(all.filter(([, on]) => on !== null))
}

function schemaOf(json: Json, index: number): ScimSchema {
  try {
    const schema = parseSchema(json)
    // Nothing here could use a secret, and what cannot be used must not be kept.
    const secret = schema.attributes.find(({ mutability }) => mutability === 'writeOnly')
    if (secret !== undefined)
      throw new Failure(400, `schemas[${index}]: ${secret.name} is writeOnly, which is not kept here.`)
    return schema
  } catch (error) {
    throw error instanceof ScimError ? new Failure(400, `schemas[${index}]: ${error.detail}`) : error
  }
}
