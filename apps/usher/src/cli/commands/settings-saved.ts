/** What saving settings came to: each that is another one now, secrets by name, and what to do next. */
import { bold, dim, shown } from '../print.ts'
import { shownSettings } from './setting-rows.ts'

type Settings = Readonly<Record<string, unknown>>
/** `given`: the options of the connection that were used, with whether they hold a secret or a file. */
export type Saved = {
  readonly before: Settings
  readonly after: Settings
  readonly given: readonly { readonly name: string; readonly isSecret: boolean; readonly isNone: boolean }[]
}

export function describeSaved({ before, after, given }: Saved): readonly string[] {
  const { application, job, ...settings } = after
  const secrets = given.filter(({ isSecret }) => isSecret).map((one) => [one.name, one.isNone ? 'forgotten' : 'stored'])
  const rows = [...secrets, ...changedIn(before, settings, new Set(given.filter(({ isSecret }) => isSecret).map(({ name }) => name)))] // prettier-ignore
  const title = `${bold(shown(application))}${dim(`, ${shown(job)}`)}`
  if (rows.length === 0) return [`${title}: nothing changed, it is so already.`]
  return [
    `${title}: saved.`,
    ...rows.map(([name = '', value = '']) => `  ${dim(name.padEnd(29))}${value}`),
    ...nextStep(given.map(({ name }) => name), JSON.stringify(application)),
  ] // prettier-ignore
}

function changedIn(before: Settings, after: Settings, told: ReadonlySet<string>): readonly (readonly string[])[] {
  const old = new Map(shownSettings(before))
  return shownSettings(after).flatMap(([name, value]) =>
    told.has(name) || (old.get(name) ?? '–') === value ? [] : [[name, `${old.get(name) ?? '–'} → ${value}`]],
  )
}

/** Nothing has been asked with it yet. */
function nextStep(given: readonly string[], app: string): readonly string[] {
  if (given.some((name) => name.startsWith('new-')))
    return [`Next: usher secret ${app} test, then usher secret ${app} switch. Until then the one of before is in use.`]
  return given.length > 0 ? [`Next: usher test-connection ${app}`] : []
}
