/** What can be known of an expression before it meets a value. */
import type { AttributeDefinition } from '../job/schema.ts'
import { placeOf } from './caret.ts'
import { brokenPattern, notForEntra, refusedByItsRow, sureToFail } from './check-calls.ts'
import { comparesTexts, datesAsTexts, unknownAttribute, wrongKind } from './check-kinds.ts'
import type { Finding, Rule } from './check-rule.ts'
import { nodesOf } from './syntax.ts'
import type { Parsed } from './syntax.ts'

/**
 * Checks a parsed expression: attributes, where they are known, kinds of arguments, calls that fail whatever comes.
 *
 * @example
 * checkExpression(parsed, new Map([['mail', { name: 'mail', type: 'String' }]]))
 * // [{ severity: 'error', message: 'The source has no attribute mial. Did you mean mail?', line: 1, column: 9, … }]
 */
export function checkExpression(parsed: Parsed, known?: ReadonlyMap<string, AttributeDefinition>): readonly Finding[] {
  const found = [...nodesOf(parsed.root)].flatMap((node) => rules.flatMap((rule) => rule(node, known)))
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ...finding }) => ({ ...finding, offset: at, ...placeOf(parsed.text, at) }))
}

const rules: readonly Rule[] = [
  unknownAttribute,
  wrongKind,
  comparesTexts,
  datesAsTexts,
  refusedByItsRow,
  sureToFail,
  brokenPattern,
  notForEntra,
]
