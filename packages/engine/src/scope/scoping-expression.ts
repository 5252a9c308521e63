import type { Json } from '@usher/scim'
import { compile } from '../expression/compile.ts'
import { natureOf } from '../expression/nature.ts'
import { nextChange } from '../expression/next-change.ts'
import { parseExpression } from '../expression/parse.ts'
import { print } from '../expression/print.ts'
import { attributesOf, nodesOf } from '../expression/syntax.ts'
import type { Node, Parsed } from '../expression/syntax.ts'
import { isTrue, type Evaluated, type EvaluationContext, type SourceValues } from '../expression/value.ts'
import type { ScopingExpression } from '../job/schema.ts'
import type { Check, Instant } from '../types.ts'

/** A condition of a scoping expression, with what it reads. An `AllOf` at its outside is one condition each. */
export type Condition = {
  readonly name: string
  readonly expected: string
  readonly reads: readonly string[]
  /** Attributes within a Redact; logs do not tell their values. */
  readonly secret: ReadonlySet<string>
  readonly timed: boolean
  readonly evaluate: (source: SourceValues, context: EvaluationContext) => Evaluated
}

/** Parses scoping expressions once; what cannot be parsed comes back as sentences that name them. */
export function compileConditions(expressions: readonly ScopingExpression[]): {
  readonly conditions: readonly Condition[]
  readonly problems: readonly string[]
} {
  const problems: string[] = []
  const conditions = expressions.flatMap(({ name, expression }) => {
    const parsed = parseExpression(expression)
    if (parsed.kind === 'parsed') return partsOf(parsed).map((root) => condition(name, root))
    const where = `(line ${parsed.line}, column ${parsed.column})`
    problems.push(`Scoping expression "${name}": ${parsed.message} ${where}`)
    return []
  })
  return { conditions, problems }
}

function partsOf({ root }: Parsed): readonly Node[] {
  return root.kind === 'call' && root.name === 'AllOf' ? root.slots.filter((slot) => slot !== null) : [root]
}

function condition(name: string, root: Node): Condition {
  const text = print(root)
  const parsed: Parsed = { kind: 'parsed', text, root }
  return {
    name: `${name} ${text}`,
    expected: text,
    reads: [...attributesOf(parsed)],
    secret: redacted(root),
    timed: natureOf(parsed).now !== 'no',
    evaluate: compile(parsed),
  }
}

function redacted(root: Node): ReadonlySet<string> {
  const calls = [...nodesOf(root)].filter((node) => node.kind === 'call' && node.name === 'Redact')
  return new Set(calls.flatMap((call) => [...attributesOf({ kind: 'parsed', text: '', root: call })]))
}

/** Whether all conditions hold, each with what it read; `until` when that changes by time alone. */
export function checkConditions(
  conditions: readonly Condition[],
  source: SourceValues,
  context: EvaluationContext,
): {
  readonly passed: boolean
  readonly unknown: boolean
  readonly checks: readonly Check[]
  readonly until?: Instant
} {
  const checks: Check[] = []
  let passed = true
  let unknown = false
  let until: Instant | undefined
  for (const one of conditions) {
    const result = one.evaluate(source, context)
    const held = result.kind === 'value' && isTrue(result.value)
    if (!held) passed = false
    if (result.kind === 'error') unknown = true
    const at = changesAt(one, source, context, result)
    if (at !== undefined && (until === undefined || at < until)) until = at
    const read = Object.fromEntries(one.reads.map((name) => [name, shown(one, name, source(name) ?? null)]))
    const problem = result.kind === 'error' ? { problem: result.message } : {}
    checks.push({ name: one.name, passed: held, expected: one.expected, actual: read, ...problem })
  }
  return { passed, unknown, checks, ...(until && { until }) }
}

function shown({ secret }: Condition, name: string, value: Json): Json {
  return value !== null && secret.has(name) ? '[Redact]' : value
}

function changesAt(
  one: Condition,
  source: SourceValues,
  context: EvaluationContext,
  { until }: Evaluated,
): Instant | undefined {
  if (!one.timed) return until
  const at = (now: Instant): string => {
    const result = one.evaluate(source, { ...context, now })
    return result.kind === 'value' ? String(isTrue(result.value)) : result.kind
  }
  const next = nextChange(context.now, context.timeZone ?? 'UTC', at)
  return until === undefined || next < until ? next : until
}
