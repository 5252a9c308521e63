import type { Instant } from '@usher/engine'
import type { Store } from '../store/directory.ts'
import { announceExpiry, expiringSecrets } from '../store/secret-expiry.ts'
import { expiryFacts, warningDue } from './expiry.ts'

/** Announces which secrets expire soon, each warning once. */
export async function warnOfExpiry({ store, now }: { readonly store: Store; now(): Instant }): Promise<void> {
  for (const one of await expiringSecrets(store)) {
    const due = warningDue(one.expiresOn, now())
    if (due === null) continue
    const facts = expiryFacts(one.application, { expiresOn: one.expiresOn, ...due })
    await announceExpiry(store, one, { at: now(), warning: due.warning, facts })
  }
}
