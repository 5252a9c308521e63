import type { Settings, SettingsChange } from '../api/types.ts'

/** The settings as they would be, and how a part of the form changes them. */
export type Draft = {
  readonly settings: Settings
  readonly change: SettingsChange
  readonly set: (change: SettingsChange) => void
}

/** What was changed and is changed back is no change. */
export function withChange(saved: Settings, before: SettingsChange, change: SettingsChange): SettingsChange {
  const { switches: _before, ...rest } = { ...before, ...change }
  const kept = Object.entries(rest).filter(([name, value]) => !isSame(value, saved[name as keyof Settings]))
  const switches = Object.entries({ ...before.switches, ...change.switches }).filter(([name, wanted]) => {
    const one = saved.switches.find((each) => each.name === name)
    return one !== undefined && one.on !== (wanted ?? one.lenient)
  })
  return {
    ...(Object.fromEntries(kept) as SettingsChange),
    ...(switches.length === 0 ? {} : { switches: Object.fromEntries(switches) }),
  }
}

export function applied(saved: Settings, change: SettingsChange): Settings {
  const { switches = {}, ...rest } = change
  return {
    ...saved,
    ...rest,
    switches: saved.switches.map((one) => {
      const wanted = switches[one.name]
      return wanted === undefined ? one : { ...one, on: wanted ?? one.lenient }
    }),
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
