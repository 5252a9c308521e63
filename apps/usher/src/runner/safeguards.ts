/** The settings that keep a job safe, as the engine takes them. */
import { usualLadder, usualQuarantine, type ChangeLimits, type Ladder, type QuarantineLimits } from '@usher/engine'
import type { MassChangeSettings, QuarantineSettings, RetrySettings } from '../store/safeguard-settings.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Many alike: 500 or a tenth for attributes and names; 1,000 or half of those there are for new accounts. */
const usualMassChanges: MassChangeSettings = {
  enabled: true,
  emptyThreshold: 500,
  emptyPercent: 10,
  renameThreshold: 500,
  renamePercent: 10,
  newThreshold: 1000,
  newPercent: 50,
}

/** What is set, and what stands in its place where nothing is. */
export function safeguardsOf(settings: Pick<JobRowSettings, 'preventMassChanges' | 'retries' | 'quarantine'>): {
  readonly preventMassChanges: MassChangeSettings
  readonly retries: RetrySettings
  readonly quarantine: QuarantineSettings
} {
  const { from, percent, failures, withReferences, least, outage, ladder } = usualQuarantine
  return {
    preventMassChanges: settings.preventMassChanges ?? usualMassChanges,
    retries: settings.retries ?? written(usualLadder),
    quarantine: settings.quarantine ?? {
      from,
      percent,
      failures,
      withReferences,
      least,
      outage: outage / minute,
      ...written(ladder),
    },
  }
}

export function changeLimitsOf(settings: JobRowSettings): ChangeLimits | null {
  const { preventMassChanges: set } = safeguardsOf(settings)
  if (!set.enabled) return null
  return {
    wipe: { threshold: set.emptyThreshold, percent: set.emptyPercent },
    rename: { threshold: set.renameThreshold, percent: set.renamePercent },
    creation: { threshold: set.newThreshold, percent: set.newPercent },
  }
}

export function retriesOf(settings: JobRowSettings): Ladder {
  return ladder(safeguardsOf(settings).retries)
}

export function quarantineOf(settings: JobRowSettings): QuarantineLimits {
  const { outage, ...set } = safeguardsOf(settings).quarantine
  const { from, percent, failures, withReferences, least } = set
  return { from, percent, failures, withReferences, least, outage: outage * minute, ladder: ladder(set) }
}

function ladder({ after, every, days }: RetrySettings): Ladder {
  return { rungs: after.map((minutes) => minutes * minute), every: every * minute, end: days * day }
}

function written({ rungs, every, end }: Ladder): RetrySettings {
  return { after: rungs.map((ms) => ms / minute), every: every / minute, days: end / day }
}
