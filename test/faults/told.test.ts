/** What an administrator reads of each kind of fault: a code, a sentence and advice, or nothing where nothing is wrong. */
import { errorCodes, type Exchange } from '@usher/engine'
import { afterEach, expect, test } from 'vitest'
import { withBearer } from '../../apps/usher/src/edge/oauth.ts'
import { httpSend } from '../../apps/usher/src/edge/http.ts'
import { repeating } from '../../apps/usher/src/edge/repeat.ts'
import { ableOf } from '../../apps/usher/src/connectors/scim/able.ts'
import { dialects } from '../../apps/usher/src/connectors/scim/dialects/dialects.ts'
import { usualOffers } from '../../apps/usher/src/connectors/scim/offers.ts'
import { scimTarget } from '../../apps/usher/src/connectors/scim/target.ts'
import { generic } from '../../apps/usher/src/gallery/generic/template.ts'
import { startProvider } from '../../apps/usher/src/testing/provider.ts'
import { kinds, type Fault } from './kinds.ts'
import { startProxy } from './proxy.ts'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

/** An application behind a proxy that does this to each request. */
async function behind(fault: Fault) {
  const provider = await startProvider()
  const proxy = await startProxy(new URL(provider.tenantUrl).origin, { share: 1, seed: 1, only: [fault] })
  const http = httpSend()
  open.push(provider.close, () => proxy.close(), http.close)
  const connection = {
    tenantUrl: new URL(`${proxy.url}/scim/v2`),
    send: repeating(withBearer(http.send, 'x'), () => Promise.resolve()),
    credential: 'token',
    dialect: dialects.rfc,
  } as const
  const able = ableOf(generic.limits, { dialect: dialects.rfc, offers: usualOffers, bulk: null })
  return { provider, proxy, target: scimTarget(connection, { able }) }
}

const strange = 'SystemForCrossDomainIdentityManagementServiceIncompatible'
const told: Readonly<Record<Fault, readonly [code: keyof typeof errorCodes, says: RegExp] | null>> = {
  latency: null,
  slowDrip: null,
  resetBefore: ['WebExceptionProtocolError', /^the connection broke \(/],
  resetAfter: ['WebExceptionProtocolError', /^the connection broke \(/],
  truncated: ['WebExceptionProtocolError', /^the connection broke \(/],
  tooMany: ['TooManyRequests', /^the application answered 429/],
  unavailable: ['InternalServerError', /^the application answered 50[0234]/],
  wrongType: [strange, /not JSON \(200, text\/html\)\. Check the Tenant URL: it leads to a web page/],
  duplicate: ['EntryConflict', /^the application answered 409/],
}

test.each(Object.keys(kinds) as Fault[])(
  'what is told of %s when an account is made: a code, a sentence and advice, or nothing where nothing went wrong',
  async (fault) => {
    const { provider, target } = await behind(fault)
    const trace: Exchange[] = []
    const made = await target.create('User', { userName: 'ana' }, trace).then(() => null, (error: Error) => error) // prettier-ignore
    const row = told[fault]
    if (row === null) {
      expect(made).toBeNull()
      expect(provider.users.size).toBe(1)
      return
    }
    const [code, says] = row
    expect(made).toMatchObject({
      name: expect.stringMatching(/^(TargetError|Refused)$/),
      error: { code, retry: 'soon' },
    })
    expect(made?.message).toMatch(says)
    expect(errorCodes[code]).toMatchObject({
      cause: expect.stringMatching(/\.$/),
      advice: expect.stringMatching(/\.$/),
    })
    expect(trace).toHaveLength(1)
  },
)

test('a read is told after it was repeated in vain: a web page as a fault of the connection, anything else of the object', async () => {
  const ends: Record<string, readonly [string, number]> = {}
  for (const fault of ['wrongType', 'resetAfter', 'truncated', 'unavailable'] as const) {
    const { proxy, target } = await behind(fault)
    const error = (await target
      .find('User', [{ path: 'userName', value: 'ana' }], [])
      .catch((one: Error) => one)) as Error
    ends[fault] = [error.name, proxy.requests]
  }
  expect(ends).toMatchObject({
    wrongType: ['TargetUnusable', 4],
    resetAfter: ['TargetError', 4],
    truncated: ['TargetError', 4],
    unavailable: [expect.stringMatching(/^(TargetError|Refused)$/), expect.any(Number)],
  })
})
