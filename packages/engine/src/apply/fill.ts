/** Values that exist only at the moment of writing. */
import type { Json } from '@usher/scim'
import { evaluate, type MappingContext } from '../map/desire.ts'
import { whenNothing } from '../map/null-policy.ts'
import { refKey } from '../map/references.ts'
import { sourceValues } from '../map/source-values.ts'
import { firstFree } from '../match/first-free.ts'
import { isLate } from '../plan/diff.ts'
import { TargetError, type Ports } from '../ports.ts'
import type { Rule } from '../job/rule.ts'
import type { AttributeChange, Exchange, Late, ProvisioningError } from '../types.ts'
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
      return unique(writing, attempt, change, to.candidates)
    case 'generated':
      return generated(writing, attempt, change)
  }
}

async function unique(
  writing: Writing,
  attempt: Attempt,
  change: AttributeChange,
  candidates: readonly string[],
): Promise<string> {
  const { path } = change
  const before = attempt.chosen.get(path)
  if (before !== undefined) return before.value
  const secret = isSecret(change)
  if (secret) for (const one of candidates) attempt.secrets.add(one)
  const value = await ask(writing, attempt, { path, candidates, secret }, writing.claimed)
  if (value === null) {
    const message = `Every value that the mapping to ${path} offers is taken in the application (${candidates.length} tried). Add another rule to SelectUniqueValue.`
    throw new TargetError({ code: 'InvalidMapping', message, retry: 'later' })
  }
  attempt.chosen.set(path, { value, secret })
  return value
}

/** Whether a value of SelectUniqueValue was taken by somebody else between asking and writing; it is given up then. */
export async function lostValue(writing: Writing, attempt: Attempt): Promise<boolean> {
  let lost = false
  for (const [path, { value, secret }] of attempt.chosen) {
    if ((await ask(writing, attempt, { path, candidates: [value], secret }, new Set())) !== null) continue
    attempt.chosen.delete(path)
    lost = true
  }
  return lost
}

type Question = { readonly path: string; readonly candidates: readonly string[]; readonly secret: boolean }

/** A secret value is asked for all the same; what is kept of the question does not hold it. */
async function ask(
  { ports, rule }: Writing,
  attempt: Attempt,
  { path, candidates, secret }: Question,
  claimed: Set<string>,
): Promise<string | null> {
  const trace: Exchange[] = []
  try {
    return await firstFree({ target: ports.target, type: rule.targetType, trace }, path, candidates, claimed)
  } finally {
    attempt.trace.push(...(secret ? trace.map(withoutQuery) : trace))
  }
}

function withoutQuery({ method, url, status, ms }: Exchange): Exchange {
  return { method, url: url.replace(/\?.*$/, '?[Redact]'), status, ms }
}

/** What chance gives now. Nothing is left out, as with any other mapping. */
async function generated(writing: Writing, attempt: Attempt, change: AttributeChange): Promise<Json | undefined> {
  const { ports, rule, context } = writing
  const attribute = rule.mapping.mappings.find((one) => one.path === change.path)
  if (attribute === undefined) return undefined
  const { entry, verdict } = attempt.change.facts
  const random = { ...context, random: (count: number) => ports.random(count) }
  const mapped = evaluate(attribute, sourceValues(entry, verdict), random)
  const purpose = attempt.change.action === 'create' ? 'create' : 'update'
  const result = mapped.kind === 'nothing' ? whenNothing(attribute, mapped, purpose) : mapped
  switch (result.kind) {
    case 'value':
    case 'default':
      return result.value ?? undefined
    case 'firstFree':
      return unique(writing, attempt, change, result.candidates)
    case 'problem':
      throw new TargetError({ code: 'InvalidMapping', message: result.message, retry: 'later' })
    case 'nothing':
    case 'skip':
    case 'reference':
    case 'references':
    case 'generated':
      return undefined
  }
}

/** An application may repeat in its refusal what it was given; a secret does not go into the log. */
export function withoutSecrets(error: ProvisioningError, secrets: ReadonlySet<string>): ProvisioningError {
  let { message } = error
  // The longest first: a short one may be a part of it.
  for (const secret of [...secrets].toSorted((a, b) => b.length - a.length)) {
    for (const spelling of [secret, JSON.stringify(secret).slice(1, -1)])
      message = message.replaceAll(spelling, '[Redact]')
  }
  return message === error.message ? error : { ...error, message }
}

function isSecret({ sensitive, generated: random }: AttributeChange): boolean {
  return sensitive === true || random === true
}

function noteSecret({ secrets }: Attempt, change: AttributeChange, value: Json | undefined): void {
  if (!isSecret(change)) return
  for (const one of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
    if (typeof one === 'string' && one !== '') secrets.add(one)
  }
}
