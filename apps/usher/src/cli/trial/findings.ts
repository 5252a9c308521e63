/** What is wrong in a schema, for people. */
import type { SchemaFinding } from '@usher/engine'
import { bad, dim, paint } from '../print.ts'
import { harmless, point } from './values.ts'

export function describeFindings(findings: readonly SchemaFinding[]): readonly string[] {
  return findings.flatMap(describe)
}

function describe({ severity, message, at, expression, place }: SchemaFinding): readonly string[] {
  const mark = severity === 'error' ? bad('✗') : paint('yellow', '!')
  const first = `${mark} ${harmless(message)}`
  const caret =
    expression === undefined || place === undefined ? [] : point(expression, { message: '', ...place }).filter(notEmpty)
  return [first, ...caret.map((line) => `    ${line}`), dim(`    at ${at}`)]
}

function notEmpty(line: string): boolean {
  return line.trim() !== ''
}
