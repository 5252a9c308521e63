/** What people are told of, by mail or webhook. Written where it becomes true; delivered by somebody else. */
import type { Instant } from '@usher/engine'
import type { Json } from '@usher/scim'
import { storable } from './bulk.ts'
import type { Store } from './directory.ts'

/** Every kind: what a line of it is called, and whether it calls for somebody to act. */
export const announcementKinds = {
  quarantineBegan: { title: 'Provisioning is in quarantine', acts: true },
  quarantineChanged: { title: 'Provisioning is in quarantine for another reason', acts: true },
  quarantineEnded: { title: 'Provisioning is out of quarantine', acts: false },
  jobDisabled: { title: 'Provisioning was switched off after 28 days in quarantine', acts: true },
  removalsHeld: { title: 'Removals are held', acts: true },
  changesHeld: { title: 'An unusual number of changes is held', acts: true },
  adoptionsHeld: { title: 'Accounts wait to be taken over', acts: true },
  secretRefused: { title: 'A secret is refused, and the other one is taken', acts: true },
  secretExpires: { title: 'A secret expires soon', acts: true },
} as const

export type AnnouncementKind = keyof typeof announcementKinds
/** `facts`: what the message is printed from, without secrets. `sentence` is what happened, `remedy` what to do. */
export type Announcement = {
  readonly kind: AnnouncementKind
  readonly application: string | null
  readonly job: string | null
  readonly facts: { readonly sentence: string; readonly remedy: string | null; readonly [name: string]: Json }
}

/** Writes what happened; within a transaction when `store.db` is one. */
export async function announce(store: Store, at: Instant, one: Announcement): Promise<void> {
  await store.db
    .insertInto('announcement')
    .values({
      tenant_id: store.tenant,
      at,
      kind: one.kind,
      application_id: one.application,
      job_id: one.job,
      facts: storable(one.facts),
    })
    .execute()
}
