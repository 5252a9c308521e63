import { type Attributes, type Json, type Mode, isDeepEqual } from '@usher/scim'
import type { Fixture } from '../../apps/dynamic-signal/src/service-fixture.ts'
import type { Setting } from './tenant.ts'
import { fresh } from './values.ts'

/**
 * What a public suite asks in turn, and what it wants to hear. Where in an answer is said by JSON pointers; `{{name}}`
 * stands for what an earlier step kept, `{{fresh}}` for a text of this run. Without `groups` or `mode`: in any.
 */
export type Sequence = {
  readonly name: string
  readonly groups?: boolean
  readonly mode?: Mode
  readonly steps: readonly Step[]
}

type Step = {
  readonly ask: string
  readonly mode?: Mode
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly body?: Json
  /** Members put over those of `body`. */
  readonly with?: Attributes
  readonly raw?: string
  readonly status: number | readonly number[]
  readonly has?: Attributes
  readonly present?: readonly string[]
  readonly absent?: readonly string[]
  readonly keep?: Readonly<Record<string, string>>
}

export const isFor = ({ groups, mode }: { groups?: boolean; mode?: Mode }, setting: Setting): boolean =>
  (groups ?? setting.groups) === setting.groups && (mode ?? setting.mode) === setting.mode

/** Plays a sequence and tells what was not as it should be. */
export async function play(on: Fixture, { steps }: Sequence, setting: Setting): Promise<readonly string[]> {
  const kept = new Map<string, Json>([['fresh', fresh('run')]])
  const problems: string[] = []
  for (const step of steps.filter((each) => isFor(each, setting))) {
    const [method = '', path = ''] = splitOnce(filled(step.ask, kept) as string)
    const body = step.raw ?? bodyOf(step, kept)
    const answer = await on.scim(method, encoded(path), {
      ...(body === undefined ? {} : { body }),
      ...(step.headers === undefined ? {} : { headers: step.headers }),
      ...(step.token === undefined ? {} : { token: step.token === '' ? null : step.token }),
    })
    const wrong = (what: string): void => void problems.push(`${method} ${path}: ${what}: ${answer.text.slice(0, 600)}`)
    if (![step.status].flat().includes(answer.status)) wrong(`${answer.status}, not ${String(step.status)}`)
    for (const [pointer, wanted] of Object.entries(step.has ?? {}))
      if (!isDeepEqual(at(answer.body, pointer) ?? null, filled(wanted, kept)))
        wrong(`${pointer} is ${JSON.stringify(at(answer.body, pointer))}, not ${JSON.stringify(filled(wanted, kept))}`)
    for (const pointer of step.present ?? []) if (at(answer.body, pointer) === undefined) wrong(`${pointer} is missing`)
    for (const pointer of step.absent ?? []) if (at(answer.body, pointer) !== undefined) wrong(`${pointer} is there`)
    for (const [name, pointer] of Object.entries(step.keep ?? {})) kept.set(name, at(answer.body, pointer) ?? null)
  }
  return problems
}

function bodyOf(step: Step, kept: ReadonlyMap<string, Json>): Json | undefined {
  if (step.body === undefined) return undefined
  const body = filled(step.body, kept)
  return step.with === undefined ? body : { ...(body as Attributes), ...(filled(step.with, kept) as Attributes) }
}

/** A text that is nothing but `{{name}}` becomes what was kept; otherwise the name's text is put in. */
function filled(value: Json, kept: ReadonlyMap<string, Json>): Json {
  if (typeof value === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(value)?.[1]
    if (whole !== undefined) return kept.get(whole) ?? null
    return value.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(kept.get(name)))
  }
  if (Array.isArray(value)) return value.map((each: Json) => filled(each, kept))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, kept)]))
}

function at(body: Json, pointer: string): Json | undefined {
  let value: Json | undefined = body
  for (const name of pointer.split('/').slice(1)) value = (value as Attributes | null | undefined)?.[name]
  return value
}

const splitOnce = (ask: string): readonly string[] => [ask.slice(0, ask.indexOf(' ')), ask.slice(ask.indexOf(' ') + 1)]

/** Rows are written as people read them; a URL needs its spaces and quotation marks encoded. */
const encoded = (path: string): string =>
  path.replaceAll(' ', '%20').replaceAll('"', '%22').replaceAll('[', '%5B').replaceAll(']', '%5D')
