import type { Finding as ExpressionFinding } from '../expression/check-rule.ts'

/**
 * Something that is wrong, or doubtful, in a synchronization schema.
 *
 * `at` is where: a JSON Pointer into the schema (RFC 6901). `message` names the mapping and says what to change. An
 * error keeps the schema from being saved. `expression` and `place` when it stands in an expression.
 */
export type SchemaFinding = {
  readonly severity: 'error' | 'warning'
  readonly at: string
  readonly message: string
  readonly expression?: string
  readonly place?: { readonly offset: number; readonly line: number; readonly column: number }
}

/** What a rule says: a sentence that completes "Users, mapping to title: ". */
export type Said = string | Omit<SchemaFinding, 'at'>

/** A rule about one thing; nothing when all is well. */
export type Rule<Subject> = (subject: Subject) => readonly Said[]

export function warning(message: string): Said {
  return { severity: 'warning', message }
}

/** Applies rules to one thing, and says in each finding where it stands and what it is called. */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  { at, name }: { readonly at: string; readonly name: string },
): readonly SchemaFinding[] {
  return sayings(rules, subject).map((said) => ({ ...said, at, message: `${name}: ${said.message}` }))
}

/** What the rules say of one thing, wherever it stands. */
export function sayings<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): readonly Omit<SchemaFinding, 'at'>[] {
  return rules
    .flatMap((rule) => rule(subject))
    .map((said) => (typeof said === 'string' ? { severity: 'error', message: said } : said))
}

/** A finding within an expression, with the expression. */
export function inExpression(
  expression: string,
  finding: Omit<ExpressionFinding, 'severity'>,
  severity: SchemaFinding['severity'],
): Said {
  const { offset, line, column, message } = finding
  return {
    severity,
    message: `${message} (line ${line}, column ${column})`,
    expression,
    place: { offset, line, column },
  }
}

export function pointer(...segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
