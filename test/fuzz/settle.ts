import { randomUUID } from 'node:crypto'
import { place } from './place.ts'
import { type Made, json, urns } from './request.ts'
import { type FuzzedService, type TenantName, tenants } from './service.ts'
import { type Answer, type Wire, openWire } from './wire.ts'

const fewest = 8
const most = 30

/** Sees to it that each tenant has some users and groups, and not so many that it becomes slow. */
export async function settle(service: FuzzedService, wire: Wire): Promise<void> {
  const there = await service.residents()
  const send = async (made: Pick<Made, 'tenant' | 'method' | 'path'> & Partial<Made>): Promise<Answer> =>
    wire.send(place({ kind: 'settling', headers: json, body: null, pick: 0, ...made }, there, service.at))
  for (const tenant of tenants) {
    const { users, groups } = there[tenant]
    for (const { id } of users.slice(most)) await send({ tenant, method: 'DELETE', path: `/Users/${id}` })
    for (const { id } of groups.slice(most)) await send({ tenant, method: 'DELETE', path: `/Groups/${id}` })
    for (let count = users.length; count < fewest; count += 1) await send({ tenant, ...newUser(randomUUID()) })
    for (let count = groups.length; count < fewest && tenant !== 'users-only'; count += 1)
      await send({
        tenant,
        method: 'POST',
        path: '/Groups',
        body: JSON.stringify({ schemas: [urns.group], displayName: randomUUID() }),
      })
  }
}

/** Several at once want one userName: one gets it. Returns what is wrong, `null` when nothing is. */
export async function race(service: FuzzedService, tenant: TenantName): Promise<string | null> {
  const wires = Array.from({ length: 4 }, () => openWire(service.port))
  const made: Made = { kind: 'race', tenant, headers: json, pick: 0, ...newUser(randomUUID()) }
  const there = await service.residents()
  const answers = await Promise.all(wires.map((wire) => wire.send(place(made, there, service.at))))
  for (const wire of wires) wire.close()
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
  return statuses.join() === '201,409,409,409' ? null : `Four creates of one user were answered ${statuses.join(', ')}`
}

function newUser(name: string): Pick<Made, 'method' | 'path' | 'body'> {
  return {
    method: 'POST',
    path: '/Users',
    body: JSON.stringify({ schemas: [urns.user], userName: `${name}@contoso.example` }),
  }
}

/** A cursor is good for the query and the tenant it was made for. Returns what is wrong. */
export async function stolenCursor(service: FuzzedService, wire: Wire): Promise<string | null> {
  const there = await service.residents()
  const page = async (tenant: TenantName, query: string): Promise<Answer> =>
    wire.send(
      place(
        { kind: 'cursor', tenant, method: 'GET', path: `/Users?${query}`, headers: [], body: null, pick: 0 },
        there,
        service.at,
      ),
    )
  const first = await page('lenient', 'cursor=&count=2')
  const { nextCursor = '' } = JSON.parse(first.body.toString('utf8')) as { nextCursor?: string }
  const uses = [
    ['lenient', `cursor=${nextCursor}&count=2`, undefined],
    ['strict', `cursor=${nextCursor}&count=2`, 'invalidCursor'],
    ['lenient', `cursor=${nextCursor}&count=3`, 'invalidCount'],
    ['lenient', `cursor=${nextCursor}&count=2&filter=title+pr`, 'invalidCursor'],
    ['lenient', `cursor=${nextCursor}&count=2&sortBy=userName`, 'invalidCursor'],
    ['lenient', `cursor=${nextCursor.slice(0, -2)}&count=2`, 'invalidCursor'],
  ] as const
  for (const [tenant, query, expected] of uses) {
    const { scimType } = JSON.parse((await page(tenant, query)).body.toString('utf8')) as { scimType?: string }
    if (scimType !== expected) return `${tenant}, ${query}: ${scimType}, not ${expected}`
  }
  return null
}
