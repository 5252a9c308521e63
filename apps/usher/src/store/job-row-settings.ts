/** Settings of a job as its row keeps them. */
import type { MassChangeSettings, QuarantineSettings, RetrySettings } from './safeguard-settings.ts'

export type JobRowSettings = {
  /** One address, or several separated by commas. */
  readonly notificationEmail: string | null
  /** Whether it gets mail when a failure occurs (QU-16); absent: yes. */
  readonly notifyOnFailure?: boolean
  /** The day on which the stored secret expires, `2026-03-31`; absent or null: nobody said. */
  readonly secretExpiresOn?: string | null
  readonly preventAccidentalDeletions: {
    readonly enabled: boolean
    readonly threshold: number
    readonly percent: number
  }
  readonly preventMassChanges?: MassChangeSettings
  /** When what failed is tried again. */
  readonly retries?: RetrySettings
  readonly quarantine?: QuarantineSettings
  /** What becomes of an account that was removed in the application; absent: `report` in Entra's dialects, else `recreate`. */
  readonly onVanished?: 'recreate' | 'report'
  readonly skipOutOfScopeDeletions: boolean
  readonly syncAll: boolean
  /** Whoever is left out of scope gets a line of the provisioning log, too (BT-11); absent: no. */
  readonly logOutOfScope?: boolean
  /** An existing account is taken over only when a person agrees. */
  readonly adoptAfterReview?: boolean
  /** Whoever left scope is looked after until the directory forgets them (BT-20). */
  readonly keepReleased?: boolean
  /** Days after which a disabled account is deleted; null: never. */
  readonly deleteAfterDays?: number | null
  /** Whoever is in a group that is in an assigned group is in scope too, and groups have people as members only. */
  readonly nestedGroups?: boolean
  /** Minutes between cycles when nothing wakes the job. */
  readonly interval: number
  /** How requests are written; absent: as the Tenant URL's flag or the gallery says. */
  readonly dialect?: 'rfc' | 'entra' | 'entra+062020'
  /** How many requests a second and at once are sent at most; null, or absent: as many as the application bears and publishes. */
  readonly pace?: { readonly perSecond: number | null; readonly atOnce: number | null }
  /** Whether Bulk is used where the application offers it; absent: yes. */
  readonly bulk?: boolean
  /** Whether requests name their sender; absent: yes. */
  readonly userAgent?: boolean
}
