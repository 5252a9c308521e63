/** `usher expr`: what an expression gives for one object, step by step. */
import {
  attributesOf,
  checkExpression,
  clockAt,
  explain,
  isTimeZone,
  misspelt,
  parseExpression,
  print,
} from '@usher/engine'
import type { Explanation, Finding, Parsed } from '@usher/engine'
import { Failed } from '../client.ts'
import { bold, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { readSubject, readText, type Subject, type SubjectOptions } from './input.ts'
import { random } from './vectors.ts'
import { harmless } from '../harmless.ts'
import { describeParts, describeResult, point } from './values.ts'

export type ExpressionOptions = SubjectOptions & {
  readonly now?: string
  readonly timeZone?: string
  readonly defaultDomain?: string
  readonly taken?: readonly string[]
}

/** Evaluates an expression and shows what each part of it gave. `-` and `@FILE` name where the expression is read. */
export async function tryExpression(
  argument: string,
  { options, out, run }: { readonly options: ExpressionOptions; readonly out: Out; readonly run: With },
): Promise<void> {
  if (argument === '-' && options.file === '-') {
    throw new Failed('Only one can come from standard input: the expression or --file.', 2)
  }
  const context = contextOf(options)
  const text = await readExpression(argument)
  const parsed = parseExpression(text)
  if (parsed.kind === 'error') {
    out.show({ error: parsed }, () => [])
    throw new Failed(point(text, parsed).join('\n'), 2)
  }
  const subject = await readSubject(options, { run, reads: [...attributesOf(parsed)] })
  const explanation = explain(parsed, subject.attributes, { ...subject.tenant, ...context })
  const warnings = [...misspeltIn(parsed, subject), ...findingsIn(parsed, explanation)]
  const { root, failure, until } = explanation
  out.show({ expression: print(parsed.root), result: root.gave, parts: root.parts, failure, until, warnings }, () => [
    bold(harmless(print(parsed.root))),
    ...describeParts(root.parts),
    ...(failure === null ? [`Result: ${describeResult(root.gave)}`] : []),
    ...(until === null ? [] : [`It changes by itself at ${until}.`]),
  ])
  if (!out.json) warnings.forEach((warning) => tell(text, warning))
  if (failure !== null) throw new Failed(point(text, failure).join('\n'), 1)
}

async function readExpression(argument: string): Promise<string> {
  if (argument === '-') return readText('-')
  return /^@./.test(argument) ? readText(argument.slice(1)) : argument
}

function contextOf({ now, timeZone, defaultDomain, taken = [] }: ExpressionOptions): Parameters<typeof explain>[2] {
  const clock = clockAt(now ?? new Date().toISOString())
  if (clock === null) throw new Failed(`--now takes a date and time like 2026-03-01T00:00:00Z, not "${now}".`, 2)
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new Failed(`--time-zone takes a name like Europe/Berlin, not "${timeZone}".`, 2)
  }
  return {
    now: clock,
    random,
    isTaken: (value) => taken.includes(value),
    ...(timeZone !== undefined && { timeZone }),
    ...(defaultDomain !== undefined && { defaultDomain }),
  }
}

function misspeltIn(parsed: Parsed, { name: of, known }: Subject): readonly Finding[] {
  return misspelt(parsed, known).map(({ name, meant, ...place }) => ({
    severity: 'warning',
    message: `${of} has no attribute ${name}. Did you mean ${meant}?`,
    suggestion: meant,
    ...place,
  }))
}

// Where it failed already says what would keep it from being saved.
function findingsIn(parsed: Parsed, { failure }: Explanation): readonly Finding[] {
  return checkExpression(parsed).filter(({ severity }) => failure === null || severity === 'warning')
}

function tell(text: string, warning: Finding): void {
  const lines = point(text, { ...warning, message: `Warning: ${warning.message}` })
  process.stderr.write(`${lines.join('\n')}\n`)
}
