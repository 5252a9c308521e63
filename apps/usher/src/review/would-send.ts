/** What an application would be sent for a change, written by its own dialect and sent to nobody. */
import { isLate, type AttributeChange, type Capabilities, type Change, type Exchange } from '@usher/engine'
import { parsePath, referenceTo, writePaths, type Json } from '@usher/scim'
import type { ScimDialect } from '../connectors/scim/dialects/dialect.ts'
import { usualOffers, type Offers } from '../connectors/scim/offers.ts'
import { scimTarget } from '../connectors/scim/target.ts'
import type { HttpRequest, HttpResponse } from '../edge/http.ts'

/** `path`: below the Tenant URL. */
export type WouldSend = { readonly method: string; readonly path: string; readonly body: Json }
export type Writes = { readonly dialect: ScimDialect; readonly able: Capabilities; readonly offers?: Offers }

/** Every write of the change, in their order; empty where nothing is written. What only writing tells stands in brackets, and so do secrets. */
export async function wouldSend(
  { dialect, able, offers = usualOffers }: Writes,
  type: string,
  change: Change,
): Promise<readonly WouldSend[]> {
  if (change.action === 'none') return []
  const there = change.action === 'create' ? {} : change.target.attributes
  const id = change.action === 'create' ? 'new' : change.target.id
  const send = (request: HttpRequest): Promise<HttpResponse> => Promise.resolve(agrees(request, { ...there, id }))
  const connection = { tenantUrl: new URL('https://application.invalid'), send, dialect, credential: 'token' } as const
  const target = scimTarget(connection, { able, offers: { ...offers, bulk: null } })
  const trace: Exchange[] = []
  if (change.action === 'delete') await target.delete({ type, id }, trace)
  else {
    const secret = secretPaths(change)
    const patch = change.patch.map((one) => (secret.has(one.path) ? hidden(one) : toldOf(one)))
    if (change.action === 'create') await target.create(type, attributesOf(patch), trace)
    else await target.update(type, change.target, patch, trace)
  }
  return trace
    .filter(({ method }) => method !== 'GET')
    .map(({ method, url, requestBody = null }) => ({
      method,
      path: url.replace(/^\//, '').replace('%7Bid%7D', '{id}'),
      body: requestBody,
    }))
}

/** The application says yes to everything, and shows the account as it is. */
function agrees({ method, body }: HttpRequest, account: Json): HttpResponse {
  const answer = method === 'POST' && body !== undefined ? { ...(JSON.parse(body) as object), id: 'new' } : account
  return { status: method === 'POST' ? 201 : method === 'DELETE' ? 204 : 200, headers: {}, body: method === 'DELETE' ? '' : JSON.stringify(answer) } // prettier-ignore
}

const unknownYet = { targetId: '(whose account it will be)', firstFree: '(the first that is free)', generated: '(made at random)' } // prettier-ignore

/** What is never shown, as in the log: what is marked so, and what an expression redacts. */
function secretPaths({ facts: { desired } }: Change): ReadonlySet<string> {
  return new Set(desired.flows.filter(({ sensitive, redacts }) => sensitive || redacts).map(({ path }) => path))
}

function hidden(change: AttributeChange): AttributeChange {
  return change.to === undefined ? change : { ...change, to: '[Redact]' }
}

function toldOf(change: AttributeChange): AttributeChange {
  const { to, sensitive } = change
  if (sensitive === true) return hidden(change)
  if (to === undefined || !isLate(to)) return change
  return { ...change, to: (to.late === 'firstFree' ? to.free : undefined) ?? unknownYet[to.late] }
}

function attributesOf(patch: readonly AttributeChange[]) {
  return writePaths(
    patch.flatMap(({ path, to, kind }) =>
      to === undefined || isLate(to) ? [] : [[parsePath(path), kind === 'reference' ? referenceTo(to) : to] as const],
    ),
  )
}
