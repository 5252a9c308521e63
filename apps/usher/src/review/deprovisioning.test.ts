import type { Instant } from '@usher/engine'
import { expect, test } from 'vitest'
import { ableOf } from '../connectors/scim/able.ts'
import { dialects } from '../connectors/scim/dialects/dialects.ts'
import { usualOffers } from '../connectors/scim/offers.ts'
import { findTemplate } from '../gallery/gallery.ts'
import { rulesOf } from '../runner/open-job.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { deprovisioning } from './deprovisioning.ts'

const context = { now: '2026-01-01T00:00:00.000Z' as Instant, defaultDomain: 'contoso.example', timeZone: 'UTC' }

/** By event, what each setting comes to: the methods and what stands afterwards. */
async function of(templateId: string): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const template = findTemplate(templateId)
  const app = { ...template, templateId, id: 'a' } as unknown as Application
  const job = { schema: template.schema, settings: template.settings, restored: null, templateId } as unknown as Job
  const dialect = dialects[template.dialect]
  const able = ableOf(template.limits, { dialect, offers: usualOffers, bulk: null })
  const { settings, events } = await deprovisioning({ rule: rulesOf(app, job)[0], able, dialect, context })
  return Object.fromEntries(
    events.map(({ id, cells }) => [
      id,
      Object.fromEntries(
        cells.map(({ requests, afterwards }, at) => [
          settings[at]?.id ?? '',
          `${requests.map(({ method }) => method).join(' ') || 'nothing'}: ${afterwards}`,
        ]),
      ),
    ]),
  )
}

test('DP-20 to DP-37: an application that can disable and delete, event by event (the table of docs/guide/leavers.md)', async () => {
  const matrix = await of('generic')
  expect(Object.fromEntries(Object.entries(matrix).map(([event, cells]) => [event, cells['now']])))
    .toMatchInlineSnapshot(`
    {
      "days": "nothing: inactive, managed",
      "deleted": "PATCH: inactive, managed",
      "disabled": "PATCH: inactive, managed",
      "filtered": "PATCH: inactive, released",
      "never": "nothing: none",
      "purged": "DELETE: gone",
      "purgedReleased": "nothing: inactive, forgotten",
      "returned": "PATCH: active, managed",
      "unassigned": "PATCH: inactive, released",
    }
  `)
})
test('what each setting changes about leaving', async () => {
  expect(await of('generic')).toMatchInlineSnapshot(`
    {
      "days": {
        "delete": "nothing: inactive, managed",
        "keep": "nothing: inactive, managed",
        "later": "DELETE: gone",
        "now": "nothing: inactive, managed",
        "skip": "nothing: inactive, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
      "deleted": {
        "delete": "PATCH: inactive, managed",
        "keep": "PATCH: inactive, managed",
        "later": "PATCH: inactive, managed",
        "now": "PATCH: inactive, managed",
        "skip": "PATCH: inactive, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
      "disabled": {
        "delete": "PATCH: inactive, managed",
        "keep": "PATCH: inactive, managed",
        "later": "PATCH: inactive, managed",
        "now": "PATCH: inactive, managed",
        "skip": "PATCH: inactive, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
      "filtered": {
        "delete": "PATCH: inactive, released",
        "keep": "PATCH: inactive, managed",
        "later": "PATCH: inactive, managed",
        "now": "PATCH: inactive, released",
        "skip": "nothing: active, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
      "never": {
        "delete": "nothing: none",
        "keep": "nothing: none",
        "later": "nothing: none",
        "now": "nothing: none",
        "skip": "nothing: none",
        "softDelete": "nothing: none",
        "update": "nothing: none",
      },
      "purged": {
        "delete": "nothing: inactive, forgotten",
        "keep": "DELETE: gone",
        "later": "DELETE: gone",
        "now": "DELETE: gone",
        "skip": "DELETE: gone",
        "softDelete": "DELETE: gone",
        "update": "DELETE: gone",
      },
      "purgedReleased": {
        "delete": "nothing: inactive, forgotten",
        "keep": "DELETE: gone",
        "later": "DELETE: gone",
        "now": "nothing: inactive, forgotten",
        "skip": "DELETE: gone",
        "softDelete": "DELETE: gone",
        "update": "DELETE: gone",
      },
      "returned": {
        "delete": "PATCH: active, managed",
        "keep": "PATCH: active, managed",
        "later": "PATCH: active, managed",
        "now": "PATCH: active, managed",
        "skip": "nothing: active, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
      "unassigned": {
        "delete": "PATCH: inactive, released",
        "keep": "PATCH: inactive, managed",
        "later": "PATCH: inactive, managed",
        "now": "PATCH: inactive, released",
        "skip": "nothing: active, managed",
        "softDelete": "nothing: active, managed",
        "update": "nothing: active, managed",
      },
    }
  `)
})
test('an application that cannot delete keeps the account, disabled (DP-31)', async () => {
  expect((await of('dynamic-signal'))['purged']?.['now']).toMatchInlineSnapshot(`"nothing: inactive, forgotten"`)
})
test('an application that cannot disable deletes at once (DP-7)', async () => {
  expect((await of('sentry'))['disabled']).toMatchInlineSnapshot(`
    {
      "delete": "nothing: active, managed",
      "keep": "DELETE: gone",
      "now": "DELETE: gone",
      "skip": "DELETE: gone",
      "update": "DELETE: gone",
    }
  `)
})
