import type { Instant } from '@usher/engine'
import { expect, test } from 'vitest'
import { messageOf, type About } from './message.ts'

const about: About = {
  announcement: {
    kind: 'quarantineBegan',
    at: '2026-03-02T09:00:00.000Z' as Instant,
    facts: {
      sentence: 'Dynamic Signal refuses the credentials (401).',
      remedy: 'Store a new token: usher settings "Dynamic Signal" --secret-token -',
      nextAttempt: '2026-03-02T15:00:00.000Z',
      reason: 'EncounteredQuarantineException',
      failures: 1200,
      lastError: 'GET /Users: 401 Authorization: Bearer abcdef012345, password=Sesame4711',
      somethingNew: 'yes',
      quarantine: {
        seriesCount: 3,
        error: { code: 'Unauthorized', message: 'The token is not known.' },
        evidence: {
          request: 'GET /scim/Users',
          status: 401,
          object: { type: 'User', id: 'x', displayName: 'Ana' },
          remedy: 'again',
        },
      },
      empty: null,
    },
  },
  application: 'Dynamic Signal',
  job: { id: 'job-1', name: 'Provisioning' },
  link: 'https://usher.contoso.example/status/1',
}
const footer = { why: 'You are named.', unsubscribe: 'https://usher.contoso.example/unsubscribe/x' }

test('QU-18: a mail says what happened, what to do, all that is known, and where to look', () => {
  const { subject, text } = messageOf([about], footer)
  expect(subject).toBe('[Usher] Dynamic Signal: Provisioning is in quarantine')
  expect(text).toBe(`Dynamic Signal: Provisioning is in quarantine.

Dynamic Signal refuses the credentials (401).

What to do:
Store a new token: usher settings "Dynamic Signal" --secret-token -

Application     Dynamic Signal
Job             Provisioning (job-1)
Told at         2026-03-02 09:00 UTC
Reason          EncounteredQuarantineException
Times in a row  3
Failures        1,200
Last error      GET /Users: 401 Authorization: Bearer …, password=…
Error code      Unauthorized
Last error      The token is not known.
Request         GET /scim/Users
Answer          401
Object          Ana
Next attempt    2026-03-02 15:00 UTC
Something new   yes

https://usher.contoso.example/status/1

------------------------------------------------------------

You are named.
No more of these: https://usher.contoso.example/unsubscribe/x
`)
})

test('names end no line, and open no element', () => {
  const evil = 'Sales\r\nBcc: eve@evil.example\u202e<script>alert(1)</script>'
  const { subject, html, text } = messageOf([{ ...about, application: evil }], footer)
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(html).not.toContain('<script>')
  expect(html).toContain('&#60;script&#62;')
  expect(text).toMatch(/^Application {5}Sales Bcc: eve@evil\.example <script>/m)
})

test('a digest tells of everything in one mail, and names the applications', () => {
  const others = ['A', 'B', 'C'].map((application) => ({ ...about, application }))
  const { subject, text, html } = messageOf([about, about, ...others], { ...footer, unsubscribe: null })
  expect(subject).toBe('[Usher] 5 announcements: Dynamic Signal, A, B and others')
  expect(text.match(/Provisioning is in quarantine\./g)).toHaveLength(5)
  expect(html.match(/<h1/g)).toHaveLength(5)
  expect(text).not.toContain('No more of these')
})

test('an announcement about no application has none in its mail', () => {
  const { subject, text } = messageOf([{ ...about, application: null, job: null, link: null }], footer)
  expect(subject).toBe('[Usher] Provisioning is in quarantine')
  expect(text).not.toMatch(/^(Application|Job)\b/m)
})
