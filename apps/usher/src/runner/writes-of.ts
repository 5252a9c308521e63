import type { Capabilities } from '@usher/engine'
import { ableOf } from '../connectors/scim/able.ts'
import type { ScimDialect } from '../connectors/scim/dialects/dialect.ts'
import { dialects } from '../connectors/scim/dialects/dialects.ts'
import { usualOffers } from '../connectors/scim/offers.ts'
import { findTemplate } from '../gallery/gallery.ts'
import type { Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import { credentials, type Job } from '../store/jobs.ts'
import type { Keys } from '../store/secrets.ts'
import { dialectOf } from './connection.ts'

export type WritesOf = { readonly dialect: ScimDialect; readonly able: Capabilities }

/** How an application is written to and what it can do, as far as it is known without asking it. */
export async function writesOf(
  { store, keys }: { readonly store: Store; readonly keys: Keys },
  { templateId }: Application,
  { id, settings }: Job,
): Promise<WritesOf> {
  const template = findTemplate(templateId)
  const stored = await credentials(store, keys, id)
  const dialect = dialects[dialectOf(settings, stored?.tenantUrl ?? null, template)]
  return { dialect, able: ableOf(template.limits, { dialect, offers: usualOffers, bulk: null }) }
}
