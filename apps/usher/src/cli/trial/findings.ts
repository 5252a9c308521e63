/** What is wrong in a schema, for people. */
import type { SchemaFinding } from '@usher/engine'
import { bad, dim, paint } from '../print.ts'
import { harmless } from '../harmless.ts'
import { caret } from './values.ts'

export function describeFindings(findings: readonly SchemaFinding[]): readonly string[] {
  return findings.flatMap(describe)
}

function describe({ severity, message, at, expression, place }: SchemaFinding): readonly string[] {
  const mark = severity === 'error' ? bad('✗') : paint('yellow', '!')
  const first = `${mark} ${harmless(message)}`
  const lines = expression === undefined || place === undefined ? [] : caret(expression, place)
  const where = message.startsWith(at) ? [] : [dim(`    at ${at}`)]
  return [first, ...lines.map((line) => `    ${line}`), ...where]
}
