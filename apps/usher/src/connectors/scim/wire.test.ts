/** What goes over the wire, row by row: an input, answers, and the exact requests (section 14 of the client's specification). */
import {
  TargetError,
  TargetUnusable,
  type AttributeChange,
  type Capabilities,
  type Exchange,
  type Target,
} from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { httpSend } from '../../edge/http.ts'
import { withBearer } from '../../edge/oauth.ts'
import { pacer } from '../../edge/pace.ts'
import { sameOrigin } from '../../edge/redirects.ts'
import type { Dialect } from '../../gallery/template.ts'
import { caller, type ScimConnection } from './call.ts'
import { dialects } from './dialects/dialects.ts'
import { testConnection } from './probe.ts'
import { listSchemas } from './schemas.ts'
import { scimTarget } from './target.ts'
import { recordingServer, type Reply } from './test-server.ts'

type Do =
  | { readonly call: 'listSchemas' }
  | { readonly call: 'testConnection'; readonly path: string; readonly groups?: boolean }
  | { readonly call: 'find'; readonly type: string; readonly terms: readonly { path: string; value: Json }[] }
  | { readonly call: 'get' | 'delete'; readonly type: string; readonly id: string }
  | { readonly call: 'create'; readonly type: string; readonly attributes: Attributes }
  | {
      readonly call: 'update'
      readonly type: string
      readonly id: string
      readonly patch: readonly AttributeChange[]
      readonly current?: Attributes
    }
  | {
      readonly call: 'changeMembers'
      readonly group: string
      readonly add: readonly string[]
      readonly remove: readonly string[]
    }
  | { readonly call: 'members'; readonly group: string }
  | { readonly call: 'list'; readonly type: string; readonly paths: readonly string[] }
type Row = {
  readonly name: string
  readonly dialects: readonly Dialect[]
  readonly probe?: true
  readonly do: Do | readonly Do[]
  readonly answers: readonly Reply[]
  readonly sends?: readonly {
    readonly method: string
    readonly target: string
    readonly headers?: Readonly<Record<string, string>>
    readonly without?: readonly string[]
    readonly body?: Json
  }[]
  /** What the last call gives, as far as it is told here. */
  readonly gives?: Json
  readonly fails?: {
    readonly unusable?: true
    readonly code: string
    readonly retry?: string
    readonly message?: string
  }
}

const nobody = '00000000-0000-4000-8000-000000000000'
const able: Capabilities = {
  delete: true, deleteGroups: true, softDelete: true, groups: true, membersPerRequest: 100, list: true, pageSize: 2, parallel: 1,
} // prettier-ignore
const folder = join(import.meta.dirname, 'wire')
const files = globSync('*.cases.json', { cwd: folder }).toSorted()
const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe.each(files)('%s', (file) => {
  const rows = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Row[]
  const each = rows.flatMap((row) => row.dialects.map((dialect) => [dialect, row.name, row] as const))
  test.each(each)('%s: %s', async (name, _, row) => {
    const server = await recordingServer(row.answers)
    const http = httpSend()
    open.push(server.close, http.close)
    // One at a time, so that requests have an order.
    const send = pacer({ requestsInFlight: { start: 1, most: 1 } }).lane(withBearer(sameOrigin(http.send), 's3cret'))
    const connection = {
      tenantUrl: new URL(`${server.url}/scim/`),
      send,
      credential: 'token',
      dialect: dialects[name],
    } as const
    const probe = { path: 'userName', groups: false, nobody: () => nobody, state: { due: true } }
    const target = scimTarget(connection, { able, ...(row.probe && { probe }) })
    const trace: Exchange[] = []
    let given: unknown
    let error: unknown
    try {
      for (const one of 'call' in row.do ? [row.do] : row.do) {
        given = await carryOut({ connection, target }, one, trace)
      }
    } catch (thrown) {
      error = thrown
    }
    if (row.fails === undefined) expect(error).toBeUndefined()
    else expect(failureOf(error)).toMatchObject(expected(row.fails))
    if (row.gives !== undefined) expect(given).toMatchObject(row.gives as object)
    if (row.gives === null) expect(given).toBeNull()
    if (Array.isArray(row.gives)) expect(given).toHaveLength(row.gives.length)
    expect(JSON.stringify(trace)).not.toContain('s3cret')
    if (row.sends === undefined) return
    expect(server.asked.map(({ method, target: at }) => `${method} ${at}`)).toEqual(
      row.sends.map(({ method, target: at }) => `${method} /scim${at}`),
    )
    for (const [index, { headers = {}, without = [], body }] of row.sends.entries()) {
      const asked = server.asked[index]
      expect(asked?.headers).toMatchObject(headers)
      expect(without.filter((header) => asked?.headers[header] !== undefined)).toEqual([])
      if (body !== undefined) expect(asked?.body).toEqual(body)
    }
  })
})

type On = { readonly connection: ScimConnection; readonly target: Target }

async function carryOut({ connection, target }: On, one: Do, trace: Exchange[]): Promise<unknown> {
  switch (one.call) {
    case 'testConnection': {
      const { path, groups = false } = one
      return testConnection(caller(connection), { path, groups, nobody: () => nobody })
    }
    case 'listSchemas':
      return listSchemas(caller(connection))
    case 'find':
      return target.find(one.type, one.terms, trace)
    case 'get':
      return target.get(one, trace)
    case 'delete':
      return target.delete(one, trace)
    case 'create':
      return target.create(one.type, one.attributes, trace)
    case 'update':
      return target.update(one.type, { id: one.id, attributes: one.current ?? {} }, one.patch, trace)
    case 'changeMembers':
      return target.changeMembers(one.group, one, trace)
    case 'members':
      return target.members(one.group, trace)
    case 'list': {
      const all = []
      for await (const { objects } of target.list(one.type, one.paths, trace)) all.push(...objects)
      return all
    }
  }
}

function failureOf(error: unknown): unknown {
  if (error instanceof TargetError) return { unusable: false, ...error.error }
  if (error instanceof TargetUnusable) return { unusable: true, ...error.error }
  return error
}

function expected({ unusable, code, retry, message }: NonNullable<Row['fails']>): object {
  return {
    unusable: unusable === true,
    code,
    ...(retry !== undefined && { retry }),
    ...(message !== undefined && { message: expect.stringContaining(message) as string }),
  }
}
