/** Secrets that are settings here: who is in scope, what becomes of leavers, and who is told (graph-api.md 8.4). */
import { z } from 'zod'
import { settingsBody } from '../../api/jobs/settings.ts'
import { usualSettings } from '../../gallery/usual.ts'
import type { Secret } from '../../store/graph-of-job.ts'
import type { JobRowSettings } from '../../store/job-row-settings.ts'
import { GraphFault } from '../wire/fault.ts'

type Change = z.infer<typeof settingsBody>
type Setting = {
  /** What a value changes. */
  set(value: string): Change
  /** What holds when the key is taken away. */
  readonly usual: Change
  /** The value that says what holds now; `said`: what was given. */
  show(settings: JobRowSettings, said: string): string
}

const notifications = z.looseObject({
  Enabled: z.boolean().nullish(),
  Recipients: z.string().nullish(),
  DeleteThresholdEnabled: z.boolean().nullish(),
  DeleteThresholdValue: z.int().nullish(),
})

/** By key. */
export const settingsByKey: Readonly<Record<string, Setting>> = {
  SyncAll: {
    set: (value) => ({ scope: truth('SyncAll', value) ? 'all' : 'assigned' }),
    usual: { scope: 'assigned' },
    show: ({ syncAll }, said) => asSaid(syncAll, said),
  },
  SkipOutOfScopeDeletions: {
    set: (value) => ({ skipOutOfScopeDeletions: truth('SkipOutOfScopeDeletions', value) }),
    usual: { skipOutOfScopeDeletions: false },
    show: ({ skipOutOfScopeDeletions }, said) => asSaid(skipOutOfScopeDeletions, said),
  },
  SyncNotificationSettings: {
    set: setNotifications,
    usual: {
      notificationEmail: null,
      notifyOnFailure: true,
      preventAccidentalDeletions: usualSettings.preventAccidentalDeletions,
    },
    show: showNotifications,
  },
}

/** What a list of secrets changes of the settings; `before`: what was given the last time, of which some may be gone. */
export function settingsIn(list: readonly Secret[], before: readonly Secret[]): Change {
  const given = new Map(list.map(({ key, value }) => [key, value]))
  const changes = Object.entries(settingsByKey).flatMap(([key, setting]) => {
    const value = given.get(key)
    if (value !== undefined) return [setting.set(value)]
    return before.some((one) => one.key === key) ? [setting.usual] : []
  })
  return settingsBody.parse(Object.assign({}, ...changes))
}

function setNotifications(value: string): Change {
  const said = notifications.parse(json(value))
  const { Enabled, Recipients, DeleteThresholdEnabled, DeleteThresholdValue } = said
  const recipients = Recipients?.trim() ?? ''
  const guard = {
    ...(typeof DeleteThresholdEnabled === 'boolean' && { enabled: DeleteThresholdEnabled }),
    ...(typeof DeleteThresholdValue === 'number' && DeleteThresholdValue > 0 && { threshold: DeleteThresholdValue }),
  }
  return {
    notificationEmail: recipients === '' ? null : recipients.replaceAll(';', ','),
    ...(typeof Enabled === 'boolean' && { notifyOnFailure: Enabled }),
    ...(Object.keys(guard).length > 0 && { preventAccidentalDeletions: guard }),
  }
}

/** The JSON that was given, with what holds now. */
function showNotifications(settings: JobRowSettings, said: string): string {
  const { notificationEmail, notifyOnFailure = true, preventAccidentalDeletions: guard } = settings
  const given = json(said) as Readonly<Record<string, unknown>>
  const now: Readonly<Record<string, unknown>> = {
    Enabled: notifyOnFailure,
    Recipients: notificationEmail ?? '',
    DeleteThresholdEnabled: guard.enabled,
    DeleteThresholdValue: guard.threshold,
  }
  const held = Object.entries(now).filter(([name]) => typeof given[name] === typeof now[name])
  const differs = held.some(([name, value]) => !isSame(given[name], value))
  // What nobody has changed comes back letter by letter.
  return differs ? JSON.stringify({ ...given, ...Object.fromEntries(held) }) : said
}

function isSame(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string'
    ? one.replaceAll(';', ',').trim() === other
    : one === other
}

function json(value: string): object {
  try {
    const read: unknown = JSON.parse(value)
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read
  } catch {
    // Falls through to the refusal.
  }
  throw new GraphFault(
    'badRequest',
    'The value of SyncNotificationSettings is a JSON object as text, like {"Enabled":true,"Recipients":"it@contoso.com"}.',
  )
}

function truth(key: string, value: string): boolean {
  const lower = value.trim().toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw new GraphFault('badRequest', `The value of ${key} is true or false, not '${value.slice(0, 50)}'.`)
}

function asSaid(now: boolean, said: string): string {
  return said.toLowerCase() === String(now) ? said : now ? 'True' : 'False'
}
