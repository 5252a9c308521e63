/** What can be set, one row each: its label, what it means, and how it is written. */
import type { Gives, Takes } from '../../api/ask.ts'

export type Settings = Gives<'GET /usher/apps/{app}/settings'>
export type Change = Takes<'PATCH /usher/apps/{app}/settings'>['body']

export type Row = {
  /** The member of the settings, and within it. */
  readonly path: readonly [string, string?]
  readonly label: string
  readonly says: string
  readonly holds:
    | 'switch'
    | 'text'
    | 'number'
    | 'date'
    | 'numbers'
    /** Only told: it follows from others. */
    | 'told'
    | readonly (readonly [value: string, text: string])[]
  /** Empty stands for null. */
  readonly isOptional?: true
}
export type Group = { readonly title: string; readonly about: string; readonly rows: readonly Row[] }

export const groups: readonly Group[] = [
  {
    title: 'Notifications',
    about: 'Webhooks are set up once for the whole directory, under Settings.',
    rows: [
      { path: ['notifyOnFailure'], label: 'Send an email notification when a failure occurs', says: 'Of quarantine, held removals, and a secret that expires.', holds: 'switch' },
      { path: ['notificationEmail'], label: 'Notification email', says: 'Several are separated by commas. Nothing: nobody.', holds: 'text', isOptional: true },
    ],
  },
  {
    title: 'Accidental-deletion prevention',
    about: 'When so many accounts would be disabled or deleted, the rest waits for you. What nobody decided about stays.',
    rows: [
      { path: ['preventAccidentalDeletions', 'enabled'], label: 'Prevent accidental deletion', says: 'Off: nothing is counted or held, and what waits is carried out.', holds: 'switch' },
      { path: ['preventAccidentalDeletions', 'threshold'], label: 'Threshold', says: 'Removals within the interval, or 40 minutes, whichever is longer.', holds: 'number' },
      { path: ['preventAccidentalDeletions', 'percent'], label: 'Percent', says: 'Of the active accounts, at least 10: whichever limit is reached first.', holds: 'number' },
    ],
  },
  {
    title: 'Unusual changes',
    about: 'When so many alike would be written, they wait for you. Entra has nothing of the kind.',
    rows: [
      { path: ['preventMassChanges', 'enabled'], label: 'Hold unusual changes', says: 'Empty attributes, other names, new accounts. Off: what waits is carried out.', holds: 'switch' },
      { path: ['preventMassChanges', 'emptyThreshold'], label: 'Emptied attributes', says: 'From this many people on.', holds: 'number' },
      { path: ['preventMassChanges', 'emptyPercent'], label: 'Emptied attributes, percent', says: 'Of the accounts, at least 20.', holds: 'number' },
      { path: ['preventMassChanges', 'renameThreshold'], label: 'Other names', says: 'From this many people on.', holds: 'number' },
      { path: ['preventMassChanges', 'renamePercent'], label: 'Other names, percent', says: 'Of the accounts, at least 20.', holds: 'number' },
      { path: ['preventMassChanges', 'newThreshold'], label: 'New accounts', says: 'From this many on; not those of the first cycle.', holds: 'number' },
      { path: ['preventMassChanges', 'newPercent'], label: 'New accounts, percent', says: 'Of the accounts, at least 200.', holds: 'number' },
    ],
  },
  {
    title: 'Quarantine',
    about: 'When so much fails, the job waits, and is tried again ever more rarely.',
    rows: [
      { path: ['quarantine', 'from'], label: 'From failures', says: 'From so many on their share and number count.', holds: 'number' },
      { path: ['quarantine', 'percent'], label: 'Percent', says: 'More than this share of those in scope.', holds: 'number' },
      { path: ['quarantine', 'outage'], label: 'Outage (minutes)', says: 'So long the application may be down before it is a quarantine.', holds: 'number' },
      { path: ['quarantine', 'days'], label: 'Switch off after (days)', says: 'Then provisioning is switched off, and you are told.', holds: 'number' },
    ],
  },
  {
    title: 'Scope',
    about: 'Everybody is looked at again when one of these changes.',
    rows: [
      { path: ['scope'], label: 'Scope', says: 'Everybody who passes the scoping filter, or only those who are assigned.', holds: [['assigned', 'Sync only assigned users and groups'], ['all', 'Sync all users and groups']] },
      { path: ['nestedGroups'], label: 'Nested groups', says: 'People in groups in an assigned group count, too. Entra does not.', holds: 'switch' },
    ],
  },
  {
    title: 'Leavers',
    about: 'What each comes to, event by event, is printed at Deprovisioning.',
    rows: [
      { path: ['skipOutOfScopeDeletions'], label: 'Leave out-of-scope accounts alone', says: 'SkipOutOfScopeDeletions: whoever is unassigned keeps the account.', holds: 'switch' },
      { path: ['keepReleased'], label: 'Keep managing released accounts', says: 'Whoever left is looked after until the directory forgets them. Entra forgets them at once.', holds: 'switch' },
      { path: ['deleteAfterDays'], label: 'Delete after days', says: 'A disabled account is deleted after so many days. Nothing: never.', holds: 'number', isOptional: true },
    ],
  },
  {
    title: 'Accounts that are there already',
    about: 'What is found by a matching attribute, and what is gone.',
    rows: [
      { path: ['adoptAfterReview'], label: 'Take over after review', says: 'An existing account is taken over only when you agree.', holds: 'switch' },
      { path: ['onVanished'], label: 'When an account was removed there', says: 'Make it again, or say so and leave it.', holds: [['recreate', 'Make it again'], ['report', 'Report it']] },
    ],
  },
  {
    title: 'Pace and retries',
    about: 'How often and how fast the application is asked, and again when something failed.',
    rows: [
      { path: ['interval'], label: 'Interval (minutes)', says: 'Between cycles when nothing changes. A change in the directory does not wait for it.', holds: 'number' },
      { path: ['paceInForce'], label: 'Pace', says: 'Usher finds out how fast the application bears: it speeds up while all goes well, and halves when it is asked to. This is never passed.', holds: 'told' },
      { path: ['pace', 'perSecond'], label: 'Requests a second, at most', says: 'A ceiling of your own. Nothing: as many as the application bears and publishes.', holds: 'number', isOptional: true },
      { path: ['pace', 'atOnce'], label: 'Requests at once, at most', says: 'The same for requests in flight, of all processes together.', holds: 'number', isOptional: true },
      { path: ['bulk'], label: 'Bulk requests', says: 'Writes are gathered where the application offers it.', holds: 'switch' },
      { path: ['retries', 'after'], label: 'First retries (minutes)', says: 'After the first failure of one person, like 40,360,720,1440.', holds: 'numbers' },
      { path: ['retries', 'every'], label: 'Then every (minutes)', says: 'Until the days below are over.', holds: 'number' },
      { path: ['retries', 'days'], label: 'Give up after (days)', says: 'Then a change, or you, brings it back.', holds: 'number' },
    ],
  },
  {
    title: 'The wire, and the log',
    about: 'How requests are written.',
    rows: [
      { path: ['dialect'], label: 'Dialect', says: 'As RFC 7644 says, or byte for byte as Entra does.', holds: [['rfc', 'RFC 7644'], ['entra', 'Entra'], ['entra+062020', 'Entra with aadOptscim062020']] },
      { path: ['userAgent'], label: 'Name Usher as the sender', says: 'The header User-Agent.', holds: 'switch' },
      { path: ['logOutOfScope'], label: 'Log whoever is out of scope', says: 'A line of the log for each, instead of a count.', holds: 'switch' },
    ],
  },
  {
    title: 'Secret',
    about: 'You are told 30, 14, 7 and 1 day before it expires.',
    rows: [
      { path: ['secretExpiresOn'], label: 'Secret expires on', says: 'Nothing: nobody knows.', holds: 'date', isOptional: true },
    ],
  },
] // prettier-ignore

export type Given = Readonly<Record<string, string | boolean>>

export function keyOf({ path }: Row): string {
  return path.filter((part) => part !== undefined).join('.')
}

/** The value of a row as its control shows it. */
export function valueOf(settings: Settings, { path: [member, within], holds }: Row): string | boolean {
  const whole = (settings as Readonly<Record<string, unknown>>)[member]
  const value = within === undefined ? whole : (whole as Readonly<Record<string, unknown>>)[within]
  if (holds === 'switch') return value === true
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.join(',') : JSON.stringify(value)
}

/** What was changed, as the service takes it. */
export function changeOf(settings: Settings, given: Given): Change {
  const change: Record<string, unknown> = {}
  for (const row of groups.flatMap(({ rows }) => rows)) {
    const value = given[keyOf(row)]
    if (value === undefined || value === valueOf(settings, row)) continue
    const [member, within] = row.path
    const sent = sentOf(row, value)
    change[member] = within === undefined ? sent : { ...(change[member] as object | undefined), [within]: sent }
  }
  return change
}

function sentOf({ holds, isOptional }: Row, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  if (value.trim() === '' && isOptional === true) return null
  if (holds === 'number') return Number(value)
  if (holds === 'numbers') return value.split(',').map((one) => Number(one.trim()))
  return value.trim()
}
