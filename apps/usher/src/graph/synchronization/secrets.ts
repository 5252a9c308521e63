/** Secrets of an application: stored as they are given, and carried out on its jobs (graph-api.md 8.4). */
import { z } from 'zod'
import { isDeepStrictEqual } from 'node:util'
import { settingsOf } from '../../api/jobs/settings.ts'
import { clearCredentials, saveSecrets, secretsOf, type Secret } from '../../store/graph-of-job.ts'
import { credentials, jobsOf, saveCredentials, saveSettings, type Credentials, type Job } from '../../store/jobs.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import type { Place } from './place.ts'
import { credentialsIn, credentialValue, listedCredentials } from './secret-credentials.ts'
import { secretKey, sensitive } from './secret-keys.ts'
import { settingsByKey, settingsIn } from './secret-settings.ts'

export const secretShape = z.object({
  key: z.string().max(100),
  value: z
    .string()
    .max(64 * 1024)
    .nullish(),
})
export const secretsBody = z.object({ value: z.array(secretShape).max(100) })

/** What was given, with what holds now: the same keys in the same order, and what was configured without the Graph behind them. */
export async function secretsNow(call: Call, { app }: Place): Promise<readonly Secret[]> {
  const { store, keys } = call.context.house
  const given = (await secretsOf(store, keys, app.id)) ?? []
  const [job] = await jobsOf(store, app)
  if (job === undefined) return given
  const now = await credentials(store, keys, job.id)
  const listed = given.flatMap(({ key, value }) => {
    const held = credentialValue(key, now)
    if (held !== undefined) return held === null ? [] : [{ key, value: sameAddress(value, held) ? value : held }]
    return [{ key, value: settingsByKey[key]?.show(job.settings, value) ?? value }]
  })
  const known = new Set(listed.map(({ key }) => (key === 'Url' ? 'BaseAddress' : key)))
  const others = now === null ? [] : listedCredentials(now).filter(({ key }) => !known.has(key))
  return [...listed, ...others]
}

/** A slash at the end, or letter case of the host, is no other address: what was given comes back as it was. */
function sameAddress(given: string, held: string): boolean {
  return given === held || (URL.canParse(given) && new URL(given).href === held)
}

export function masked(list: readonly Secret[]): readonly Secret[] {
  return list.map(({ key, value }) => ({ key, value: sensitive.has(key) ? '*' : value }))
}

/** The list as it will be stored: keys as Entra spells them, empty ones gone, `*` the value that is stored. */
export function readSecrets(body: unknown, now: readonly Secret[]): readonly Secret[] {
  const given = secretsBody.parse(body).value
  const list = given.flatMap(({ key: name, value }) => {
    const key = secretKey(name)
    if (key === undefined)
      throw new GraphFault(
        'badRequest',
        `Requested value '${name}' was not found. It is no key of a synchronization secret.`,
      )
    const text = value ?? ''
    if (text === '') return []
    if (text !== '*' || !sensitive.has(key)) return [{ key, value: text }]
    const stored = now.find((one) => one.key === key)
    if (stored === undefined)
      throw new GraphFault(
        'badRequest',
        `${key} is '*', which stands for the value that is stored; there is none. Give the value.`,
      )
    if (goesElsewhere(key, given, now))
      throw new GraphFault(
        'badRequest',
        `${key} is '*', and the address is another one: give the value again, so that a stored secret goes nowhere else.`,
      )
    return [{ key, value: stored.value }]
  })
  const twice = list.find(({ key }, at) => list.findIndex((one) => one.key === key) !== at)
  if (twice !== undefined) throw new GraphFault('badRequest', `${twice.key} is given twice.`)
  return list
}

/** Whether a stored secret, or a token that is had for it, would be sent to another host than the one that it is for. */
function goesElsewhere(key: string, given: z.infer<typeof secretsBody>['value'], now: readonly Secret[]): boolean {
  const originIn = (list: typeof given, names: readonly string[]): string | null => {
    // The first name that is given counts, as it does where they are used.
    const text = names.map((name) => list.find((one) => secretKey(one.key) === name)?.value ?? '').find((one) => one !== '') ?? '' // prettier-ignore
    return URL.canParse(text) ? new URL(text).origin : null
  }
  const ways = [['BaseAddress', 'Url'], ...(key.startsWith('Oauth2') ? [['Oauth2TokenExchangeUri']] : [])]
  return ways.some((names) => originIn(given, names) !== originIn([...now], names))
}

/** Replaces all secrets, on every job of the application. Nothing is changed when something of it cannot be used. */
export async function replaceSecrets(call: Call, place: Place, list: readonly Secret[]): Promise<void> {
  const { store, keys, connections } = call.context.house
  const before = await secretsNow(call, place)
  const jobs = await jobsOf(store, place.app)
  const todo = await Promise.all(jobs.map(async (job) => ({ job, ...(await changeOf(call, { job, list, before })) })))
  // Without a job nothing is asked with them yet, but they are looked at.
  if (jobs.length === 0) {
    credentialsIn(connections.guard, list, null)
    settingsIn(list, [])
  }
  await saveSecrets(store, keys, place.app.id, list)
  for (const { job, change, now } of todo) await carryOut(call, job, { change, now })
}

/** What was given before the job was there. */
export async function applySecrets(call: Call, { app }: Place, job: Job): Promise<void> {
  const { store, keys } = call.context.house
  const list = await secretsOf(store, keys, app.id)
  if (list === null) return
  const { change, now } = await changeOf(call, { job, list, before: [] })
  await carryOut(call, job, { change, now })
}

type Changes = { readonly change: ReturnType<typeof settingsIn>; readonly now: Credentials | null }

async function changeOf(
  call: Call,
  { job, list, before }: { readonly job: Job; readonly list: readonly Secret[]; readonly before: readonly Secret[] },
): Promise<Changes> {
  const { store, keys, connections } = call.context.house
  const stored = await credentials(store, keys, job.id)
  const change = settingsIn(list, before)
  settingsOf(job, change)
  return { change, now: credentialsIn(connections.guard, list, stored) }
}

async function carryOut(call: Call, job: Job, { change, now }: Changes): Promise<void> {
  const { store, keys } = call.context.house
  const stored = await credentials(store, keys, job.id)
  const isNew = !isDeepStrictEqual(stored, now)
  if (isNew && now === null) await clearCredentials(store, job.id)
  if (isNew && now !== null) await saveCredentials(store, keys, job.id, now)
  const renewed = isNew && now?.secretToken !== undefined && now.secretToken !== stored?.secretToken
  const settings = settingsOf(job, { ...change, ...(renewed && { secretToken: now.secretToken }) })
  if (!isDeepStrictEqual(settings, job.settings)) await saveSettings(store, job, settings)
}
