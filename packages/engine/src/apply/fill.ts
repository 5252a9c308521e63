/** Values that exist only at the moment of writing. */
import type { Json } from '@usher/scim'
import { evaluate, type MappingContext } from '../map/desire.ts'
import { refKey } from '../map/references.ts'
import { sourceValues } from '../map/source-values.ts'
import { candidatesOf, firstFree } from '../match/first-free.ts'
import { isLate } from '../plan/diff.ts'
import { TargetError, type Ports } from '../ports.ts'
import type { Rule } from '../job/rule.ts'
import type { AttributeChange, Late, ProvisioningError } from '../types.ts'
import type { Attempt } from './attempt.ts'

/** What one page is written with. `ids`: target ids by `refKey`. `claimed`: unique values this page has used. */
export type Writing = {
  readonly ports: Ports
  readonly rule: Rule
  readonly context: MappingContext
  readonly ids: Map<string, string>
  readonly claimed: Set<string>
}

/** The patch with its late values filled in. A reference that does not exist yet is left out, and looked at again. */
export async function filled(
  writing: Writing,
  attempt: Attempt,
  patch: readonly AttributeChange[],
): Promise<readonly AttributeChange[]> {
  const result: AttributeChange[] = []
  for (const change of patch) {
    const { to } = change
    const value = to === undefined || !isLate(to) ? to : await valueOf(writing, attempt, change, to)
    noteSecret(attempt, change, value)
    if (value !== undefined || to === undefined) result.push(value === undefined ? change : { ...change, to: value })
  }
  return result
}

async function valueOf(
  writing: Writing,
  attempt: Attempt,
  change: AttributeChange,
  to: Late,
): Promise<Json | undefined> {
  switch (to.late) {
    case 'targetId':
      return writing.ids.get(refKey(to.of))
    case 'firstFree':
      return unique(writing, attempt, change.path, to.candidates)
    case 'generated':
      return generated(writing, attempt, change.path)
  }
}

async function unique(
  { ports, rule, claimed }: Writing,
  { trace }: Attempt,
  path: string,
  candidates: readonly string[],
): Promise<string> {
  const value = await firstFree({ target: ports.target, type: rule.targetType, trace }, path, candidates, claimed)
  if (value === null) {
    const message = `Every value that the mapping to ${path} offers is taken in the application (${candidates.length} tried). Add another rule to SelectUniqueValue.`
    throw new TargetError({ code: 'EntryConflict', message, retry: 'later' })
  }
  return value
}

/** Whether a value of SelectUniqueValue was taken by somebody else between asking and writing. */
export async function lostValue(
  { ports, rule }: Writing,
  { trace }: Attempt,
  patch: readonly AttributeChange[],
  written: readonly AttributeChange[],
): Promise<boolean> {
  for (const change of patch) {
    const candidates = candidatesOf(change)
    const value = written.find(({ path }) => path === change.path)?.to
    if (candidates === null || typeof value !== 'string') continue
    const free = await firstFree(
      { target: ports.target, type: rule.targetType, trace },
      change.path,
      [value],
      new Set(),
    )
    if (free === null) return true
  }
  return false
}

function generated({ ports, rule, context }: Writing, { change }: Attempt, path: string): Json {
  const attribute = rule.mapping.mappings.find((one) => one.path === path)
  const { entry, verdict } = change.facts
  const random = { ...context, random: (count: number) => ports.random(count) }
  const mapped = attribute && evaluate(attribute, sourceValues(entry, verdict), random)
  if (mapped?.kind === 'value') return mapped.value
  const message = mapped?.kind === 'problem' ? mapped.message : `Mapping to ${path}: it gave no value.`
  throw new TargetError({ code: 'InvalidMapping', message, retry: 'later' })
}

/** An application may repeat in its refusal what it was given; a secret does not go into the log. */
export function withoutSecrets(error: ProvisioningError, secrets: ReadonlySet<string>): ProvisioningError {
  let { message } = error
  for (const secret of secrets) {
    for (const spelling of [secret, JSON.stringify(secret).slice(1, -1)])
      message = message.replaceAll(spelling, '[Redact]')
  }
  return message === error.message ? error : { ...error, message }
}

function noteSecret({ secrets }: Attempt, change: AttributeChange, value: Json | undefined): void {
  if (change.sensitive !== true && change.generated !== true) return
  for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
    if (typeof one === 'string' && one !== '') secrets.add(one)
  }
}
