/** What can be set of a job beside its connection: a row each, of which the option, the request and what is shown are made. */
import { Failed } from '../client.ts'
import { isOn } from '../on-off.ts'
import { safeguardRows } from './safeguard-rows.ts'

export type Row = {
  readonly flag: string
  readonly describes: string
  /** The member of the settings, and within it. */
  readonly path: readonly [string, string?]
  readonly holds: 'text' | 'number' | 'numbers' | 'on or off'
  /** The word for null. */
  readonly none?: string
}

export const settingRows: readonly Row[] = [
  { flag: 'scope <assigned|all>', path: ['scope'], holds: 'text', describes: 'who is provisioned: those who are assigned, or everybody' },
  { flag: 'nested-groups <on|off>', path: ['nestedGroups'], holds: 'on or off', describes: 'whether people in groups in an assigned group count too' },
  { flag: 'interval <minutes>', path: ['interval'], holds: 'number', describes: 'minutes between cycles when nothing changes' },
  { flag: 'notification-email <address>', path: ['notificationEmail'], holds: 'text', none: 'none', describes: 'who hears of quarantine and held removals: addresses separated by commas, none for nobody' },
  { flag: 'notify-on-failure <on|off>', path: ['notifyOnFailure'], holds: 'on or off', describes: 'whether they get mail when a failure occurs' },
  { flag: 'secret-expires-on <date>', path: ['secretExpiresOn'], holds: 'text', none: 'never', describes: 'the day on which the stored secret expires, like 2027-03-31; you are told 30, 14, 7 and 1 day before' },
  ...safeguardRows,
  { flag: 'on-vanished <recreate|report>', path: ['onVanished'], holds: 'text', describes: 'what to do when an account was removed in the application' },
  { flag: 'adopt-after-review <on|off>', path: ['adoptAfterReview'], holds: 'on or off', describes: 'take over an existing account only when you agree: usher adoptions' },
  { flag: 'skip-out-of-scope-deletions <on|off>', path: ['skipOutOfScopeDeletions'], holds: 'on or off', describes: 'leave accounts alone whose people leave the scope' },
  { flag: 'keep-released <on|off>', path: ['keepReleased'], holds: 'on or off', describes: 'look after accounts whose people left the scope until the directory forgets them' },
  { flag: 'delete-after-days <n>', path: ['deleteAfterDays'], holds: 'number', none: 'never', describes: 'delete a disabled account after so many days; never to keep it' },
  { flag: 'dialect <dialect>', path: ['dialect'], holds: 'text', none: 'default', describes: 'how requests are written: rfc, entra, entra+062020; default for the gallery’s' },
  { flag: 'pace-per-second <n>', path: ['pace', 'perSecond'], holds: 'number', none: 'none', describes: 'send at most so many requests a second; none for as many as the application bears' },
  { flag: 'pace-at-once <n>', path: ['pace', 'atOnce'], holds: 'number', none: 'none', describes: 'have at most so many requests in flight; none for as many as the application bears' },
  { flag: 'bulk <on|off>', path: ['bulk'], holds: 'on or off', describes: 'gather writes into bulk requests where the application offers it' },
  { flag: 'log-out-of-scope <on|off>', path: ['logOutOfScope'], holds: 'on or off', describes: 'a line of the log for everybody who is left out of scope, instead of a count' },
  { flag: 'user-agent <on|off>', path: ['userAgent'], holds: 'on or off', describes: 'name Usher as the sender of requests' },
] // prettier-ignore

/** What the options say, as the API takes it. Throws `Failed` with the text that is none. */
export function settingsBody(options: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const row of settingRows) {
    const text = options[memberOf(row.flag)]
    if (text === undefined) continue
    const [member, within] = row.path
    const value = text === row.none ? null : read(row, text)
    body[member] = within === undefined ? value : { ...(body[member] as object | undefined), [within]: value }
  }
  return body
}

/** A refusal of the service begins with the member of the settings that it is about: here with its option. */
export function refusalByOption(message: string): string {
  return message.replace(/^(?:settings\.)?([\w.]+)(?=: )/, (member, path: string) => {
    const row = settingRows.find((one) => one.path.join('.') === path)
    return row === undefined ? member : `--${row.flag.split(' ')[0]}`
  })
}

/** Each setting by the name of its option, as the option takes it; then whatever else there is. */
export function shownSettings(settings: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const told = new Set(settingRows.map(({ path }) => path[0]))
  const others = Object.entries(settings).filter(([member]) => !told.has(member))
  return [
    ...others.flatMap(([member, value]) =>
      value !== null && typeof value === 'object'
        ? Object.entries(value).map(([within, part]) => [optionOf(within), say(part)] as const)
        : [[optionOf(member), say(value)] as const],
    ),
    ...settingRows.map(({ flag, path: [member, within], none }) => {
      const value = settings[member]
      const part = within === undefined ? value : (value as Record<string, unknown> | undefined)?.[within]
      return [flag.split(' ')[0] ?? '', part === null && none !== undefined ? none : say(part)] as const
    }),
  ]
}

function read({ holds, flag }: Row, text: string): unknown {
  if (holds === 'text') return text
  if (holds === 'on or off') return isOn(text)
  return holds === 'numbers' ? text.split(',').map((one) => numberIn(one, flag)) : numberIn(text, flag)
}

function numberIn(text: string, flag: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new Failed(`--${flag}: "${text.trim()}" is not a number.`, 2)
}

function say(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** As commander names an option: `on-vanished <…>` is `onVanished`. */
export function memberOf(flag: string): string {
  return (flag.split(' ')[0] ?? '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

const options: Readonly<Record<string, string>> = { authorities: 'ca', authentication: 'client-authentication' }

function optionOf(member: string): string {
  return options[member] ?? member.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
