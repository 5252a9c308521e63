import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'
import { counted, standing } from './metric-rows.ts'

const of = { application: 'A "b"\n\\', job: 'Provisioning' }

test('what was counted and what stands in the store is printed as Prometheus reads it', async () => {
  const metrics = createMetrics()
  metrics.count('usher_requests_total', { ...of, status: '2xx' })
  metrics.count('usher_requests_total', { ...of, status: '2xx' }, 2)
  metrics.took('usher_request_duration_seconds', of, 0.2)
  await metrics.print({ usher_accounts: [[of, 7]] })
  const { type, text } = await metrics.print({ usher_jobs: [[{ state: 'Active' }, 1]] })
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(text).toContain('usher_requests_total{application="A \\"b\\"\\n\\\\",job="Provisioning",status="2xx"} 3')
  expect(text).toMatch(/usher_request_duration_seconds_bucket\{le="0\.25",.*\} 1/)
  expect(text).toContain('usher_jobs{state="Active"} 1')
  // An application that was removed is gone with the next look.
  expect(text).not.toMatch(/^usher_accounts\{/m)
  expect(text).toContain('nodejs_eventloop_lag_seconds')
})

test('every metric of the table is printed with what it means', async () => {
  const { text } = await createMetrics().print({})
  for (const [name, { type, help }] of Object.entries({ ...counted, ...standing }))
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}`)
})

test('however many jobs there are, the series are bounded', async () => {
  const metrics = createMetrics()
  for (let job = 0; job < 600; job += 1) metrics.count('usher_failures_total', { application: 'A', job: String(job), code: 'x' }) // prettier-ignore
  const { text } = await metrics.print({})
  expect(text.match(/^usher_failures_total\{/gm)).toHaveLength(501)
  expect(text).toContain('usher_failures_total{application="others",job="others",code="x"} 100')
})
