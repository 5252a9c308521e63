import type { Law } from '../law.ts'
import { disagreements, transgressions } from './agreement.ts'
import { excused } from './excused.ts'
import { richHistories } from './histories.ts'
import { richRules } from './rule.ts'

/** Every kind of mapping, a scope that time changes, and mappings that are saved in between. */
export const rich: Law = {
  rules: richRules,
  histories: richHistories,
  daysLater: [0, 40],
  excused,
  disagreements,
  transgressions,
}
