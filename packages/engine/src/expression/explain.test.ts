import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../types.ts'
import { explain, misspelt, type Explanation, type Part } from './explain.ts'
import { parseExpression } from './parse.ts'
import type { Parsed } from './syntax.ts'

function parsed(text: string): Parsed {
  const result = parseExpression(text)
  if (result.kind === 'error') throw new Error(`${text}: ${result.message}`)
  return result
}

function explained(text: string, object: Attributes = {}): Explanation {
  return explain(parsed(text), object, { now: '2026-01-01T00:00:00.000Z' as Instant, isTaken: () => false })
}

/** Each part as one line, indented as it is nested. */
function lines({ text, gave, parts }: Part, indent = ''): readonly string[] {
  const value = gave.kind === 'value' ? JSON.stringify(gave.value) : gave.kind
  return [`${indent}${text}: ${value}`, ...parts.flatMap((part) => lines(part, `${indent}  `))]
}

describe('each part of an expression tells what it gave', () => {
  test('calls and attributes, in the order in which they are written', () => {
    expect(
      lines(explained('Join( " ",[givenName],ToUpper([surname]) )', { givenName: 'Ana', surname: 'Silva' }).root),
    ).toEqual([
      'Join(" ", [givenName], ToUpper([surname])): "Ana SILVA"',
      '  " ": " "',
      '  [givenName]: "Ana"',
      '  ToUpper([surname]): "SILVA"',
      '    [surname]: "Silva"',
    ])
  })

  test('null, empty and not evaluated stay apart', () => {
    expect(lines(explained('Switch(Coalesce([a], [b], [c]), [d], "", "x")', { b: '' }).root)).toEqual([
      'Switch(Coalesce([a], [b], [c]), [d], "", "x"): "x"',
      '  Coalesce([a], [b], [c]): ""',
      '    [a]: null',
      '    [b]: ""',
      '    [c]: notEvaluated',
      '  [d]: notEvaluated',
      '  "": ""',
      '  "x": "x"',
    ])
  })

  test('signals', () => {
    expect(lines(explained('Append(IgnoreFlowIfNullOrEmpty([a]), IgnoreObjectFlow)').root)).toEqual([
      'Append(IgnoreFlowIfNullOrEmpty([a]), IgnoreObjectFlow): ignore',
      '  IgnoreFlowIfNullOrEmpty([a]): ignore',
      '    [a]: null',
      '  IgnoreObjectFlow: notEvaluated',
    ])
  })

  test('nested attributes are entered', () => {
    expect(explained('[name.first]', { name: { first: 'Ana' } }).root.gave).toEqual({ kind: 'value', value: 'Ana' })
  })
})

describe('what Redact hides is not in the data', () => {
  test('neither in it, nor around it, nor where the same attribute stands again', () => {
    const { root } = explained('Append(Append("a", Redact(Append([pin], "!"))), [pin])', { pin: '1234' })
    expect(JSON.stringify(root)).not.toContain('1234')
    expect(lines(root)).toEqual([
      'Append(Append("a", Redact(Append([pin], "!"))), [pin]): redacted',
      '  Append("a", Redact(Append([pin], "!"))): redacted',
      '    "a": "a"',
      '    Redact(Append([pin], "!")): redacted',
      '      Append([pin], "!"): redacted',
      '        [pin]: redacted',
      '        "!": redacted',
      '  [pin]: redacted',
    ])
  })

  test('nor in the message of Error, which is logged', () => {
    expect(explained('Error(Append("the pin is ", Redact([pin])))', { pin: '1234' }).failure).toMatchObject({
      message: 'Error: [Redact]',
    })
    const { failure } = explained('IIF(IsNull(Redact([pin])), Error("there is no pin"), "")')
    expect(failure).toMatchObject({ message: 'Error: there is no pin' })
  })

  test('a branch that was not taken hides nothing', () => {
    const { root } = explained('Coalesce([pin], Redact([pin]))', { pin: '1234' })
    expect(root.gave).toEqual({ kind: 'value', value: '1234' })
  })
})

describe('a failure', () => {
  test('stands where it happened, with what is around it unfinished', () => {
    const { root, failure } = explained('Append("a",\n  Mid([b], 0, 1))', { b: 'x' })
    expect(failure).toEqual({ kind: 'error', message: 'Mid: start counts from 1', offset: 14, line: 2, column: 3 })
    expect(lines(root)).toEqual([
      'Append("a", Mid([b], 0, 1)): unfinished',
      '  "a": "a"',
      '  Mid([b], 0, 1): error',
      '    [b]: "x"',
      '    0: "0"',
      '    1: "1"',
    ])
  })

  test('of an operator stands at its first operand', () => {
    expect(explained('Append("a", "b" & Split("c,d", ","))').failure).toMatchObject({ offset: 12 })
  })

  test('that is not there is null', () => {
    expect(explained('"a"').failure).toBeNull()
  })
})

test('a result that changes by time alone says when', () => {
  expect(explained('DayBegun("2026-02-01")').until).toBe('2026-02-01T00:00:00.000Z')
  expect(explained('[a]').until).toBeNull()
})

describe('an attribute that is probably misspelt', () => {
  test.each([
    ['[surnam]', ['surname', 'givenName'], [{ name: 'surnam', meant: 'surname', offset: 0, line: 1, column: 1 }]],
    ['[Mail]', ['mail'], [{ name: 'Mail', meant: 'mail', offset: 0, line: 1, column: 1 }]],
    ['[department]', ['surname'], []],
    ['[surname]', ['surname', 'surnames'], []],
    ['[extensionAttribute1]', ['extensionAttribute2'], []],
    ['[employeeType]', ['employeeId'], []],
  ])('%s beside %j', (text, known, found) => {
    expect(misspelt(parsed(text), known)).toEqual(found)
  })
})
