import { describe, expect, test } from 'vitest'
import { dialects } from '../connectors/scim/dialects/dialects.ts'
import type { Limits } from '../gallery/template.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import { dialectOf, paceInForce, paceOf, unbound } from './connection.ts'

const settings = {} as JobRowSettings
const flagged = 'https://hr.example/scim?aadOptscim062020'

describe('the dialect', () => {
  test.each<[string, JobRowSettings, string | null, string]>([
    ['is what the administrator chose', { ...settings, dialect: 'rfc' }, flagged, 'rfc'],
    ['else what a flag on the Tenant URL chooses', settings, flagged, 'entra+062020'],
    ['else what the gallery knows', settings, 'https://hr.example/scim', 'entra'],
    ['also before there is a Tenant URL', settings, null, 'entra'],
  ])('%s', (_, chosen, tenantUrl, expected) => {
    expect(dialectOf(chosen, tenantUrl, { dialect: 'entra' })).toBe(expected)
  })
})

describe('the pace', () => {
  const limits = { requestsInFlight: { start: 8, most: 32 } } as Limits
  const rates = [{ requests: 5, seconds: 30 }]

  test('without a published limit is found out', () => {
    expect(paceOf(limits, dialects.rfc)).toEqual({ requestsInFlight: { start: 8, most: 32 } })
  })
  test('E-5: of Entra’s dialects is twenty a second and eight at once', () => {
    expect(paceOf(limits, dialects.entra)).toEqual({
      requestsInFlight: { start: 8, most: 8 },
      rates: [{ requests: 20, seconds: 1, burst: 0 }],
    })
    expect(paceOf({ ...limits, requestsInFlight: { start: 2, most: 4 } }, dialects['entra+062020'])).toMatchObject({
      requestsInFlight: { start: 2, most: 4 },
    })
  })
  test('that an application publishes goes before that of a dialect', () => {
    expect(paceOf({ ...limits, rates }, dialects.entra)).toEqual({ requestsInFlight: { start: 8, most: 32 }, rates })
  })

  test('is said in words, with what the administrator allows at most', () => {
    expect(paceInForce(limits, 'rfc', unbound)).toBe('at most 32 at once, as many as the application bears') // prettier-ignore
    expect(paceInForce({ ...limits, rates }, 'rfc', { perSecond: 4, atOnce: 2 })).toBe('at most 2 at once; all: 5 in 30 s; all: 4 in 1 s') // prettier-ignore
  })
})
