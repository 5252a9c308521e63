import type { Law } from '../law.ts'
import { disagreements, transgressions } from './agreement.ts'
import { excused } from './excused.ts'
import { richHistories } from './histories.ts'
import { richRules } from './rule.ts'

/** Every kind of mapping, a scope that time changes, and mappings that are saved in between. */
export const rich: Law = {
  rules: richRules.map((rule) => [rule]),
  histories: richHistories,
  // Then the last day is over, and no failure is given up yet.
  daysLater: [0, 9],
  excused,
  disagreements,
  transgressions,
}
