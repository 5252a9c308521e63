/** The settings that keep a job safe, as rows like the others. */
import type { Row } from './setting-rows.ts'

const number = (flag: string, path: Row['path'], describes: string): Row => ({ flag, path, holds: 'number', describes })
const removals = (within: string): Row['path'] => ['preventAccidentalDeletions', within]
const changes = (within: string): Row['path'] => ['preventMassChanges', within]
const retries = (within: string): Row['path'] => ['retries', within]
const quarantine = (within: string): Row['path'] => ['quarantine', within]

export const safeguardRows: readonly Row[] = [
  { flag: 'prevent-deletions <on|off>', path: removals('enabled'), holds: 'on or off', describes: 'accidental-deletion prevention; off frees what it holds' },
  number('deletion-threshold <n>', removals('threshold'), 'hold removals from this many on'),
  number('deletion-percent <n>', removals('percent'), 'hold removals from this share of the accounts on, though never fewer than 10'),
  { flag: 'prevent-mass-changes <on|off>', path: changes('enabled'), holds: 'on or off', describes: 'hold unusually many empty attributes, other names or new accounts; off frees what it holds' },
  number('empty-threshold <n>', changes('emptyThreshold'), 'hold an attribute that would become empty from this many people on'),
  number('empty-percent <n>', changes('emptyPercent'), 'or from this share of the accounts on, though never fewer than 20'),
  number('rename-threshold <n>', changes('renameThreshold'), 'hold other user names and names from this many people on'),
  number('rename-percent <n>', changes('renamePercent'), 'or from this share of the accounts on, though never fewer than 20'),
  number('new-threshold <n>', changes('newThreshold'), 'hold new accounts from this many on; not those of the first cycle'),
  number('new-percent <n>', changes('newPercent'), 'or from this share of the accounts on, though never fewer than 200'),
  { flag: 'retry-after <minutes,…>', path: retries('after'), holds: 'numbers', describes: 'try what failed again so long after its first failure' },
  number('retry-every <minutes>', retries('every'), 'and then this often'),
  number('retry-days <n>', retries('days'), 'until it has failed for so many days; then it is listed as expired'),
  number('quarantine-from <n>', quarantine('from'), 'failures from which on their share and number put the job into quarantine'),
  number('quarantine-percent <n>', quarantine('percent'), 'more than this share of those in scope'),
  number('quarantine-failures <n>', quarantine('failures'), 'more than this many failures'),
  number('quarantine-all-failures <n>', quarantine('withReferences'), 'more than this many, with those of managers and members'),
  number('quarantine-least <n>', quarantine('least'), 'failures from which on the share counts in a small directory; 0 for never'),
  number('quarantine-outage <minutes>', quarantine('outage'), 'so long an application may be down before it is a quarantine'),
  { flag: 'quarantine-after <minutes,…>', path: quarantine('after'), holds: 'numbers', describes: 'try a job in quarantine again so long after it began' },
  number('quarantine-every <minutes>', quarantine('every'), 'and then this often'),
  number('quarantine-days <n>', quarantine('days'), 'until it has lasted so many days; then the job is switched off'),
] // prettier-ignore
