import { describe, expect, test } from 'vitest'
import type { Instant } from '../../types.ts'
import { compile } from '../compile.ts'
import { parseExpression } from '../parse.ts'
import type { Evaluated } from '../value.ts'
import { functions } from './table.ts'

/** The same bytes in every run, so that random examples have results. */
function fixedRandom(): (count: number) => Uint8Array {
  let state = 2026
  const next = (): number => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    return (state >>> 16) & 0xff
  }
  return (count) => Uint8Array.from({ length: count }, next)
}

function evaluate(expression: string, source: Readonly<Record<string, string>> = {}): Evaluated {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(`${expression}: ${parsed.message}`)
  return compile(parsed)((name) => source[name], {
    now: '2026-01-01T00:00:00.000Z' as Instant,
    defaultDomain: 'contoso.com',
    random: fixedRandom(),
  })
}

describe.each([...functions])('%s', (name, row) => {
  test('its syntax begins with its name and names its parameters', () => {
    expect(row.syntax.startsWith(`${name}(`)).toBe(true)
    for (const parameter of [...row.takes, ...(row.rest ?? [])]) expect(row.syntax).toContain(parameter.name)
  })

  test.each(row.examples)('%s gives %j', (expression, result) => {
    expect(evaluate(expression)).toMatchObject({ kind: 'value', value: result })
  })
})

describe('what is null, empty or omitted stays apart', () => {
  test('null in gives null out; the empty text is a value', () => {
    expect(evaluate('ToUpper([x])')).toEqual({ kind: 'value', value: null })
    expect(evaluate('ToUpper([x])', { x: '' })).toEqual({ kind: 'value', value: '' })
    expect(evaluate('Mid([x], 0, 1)')).toEqual({ kind: 'value', value: null })
  })

  test('Join of nothing but null is null, of empty texts is empty', () => {
    expect(evaluate('Join("-", [a], [b])')).toEqual({ kind: 'value', value: null })
    expect(evaluate('Join("-", [a], "")')).toEqual({ kind: 'value', value: '' })
  })

  test('a null compared is false, for the sake of <> too; an empty text is compared as a text', () => {
    expect(evaluate('CBool([x] <> "a")')).toMatchObject({ value: 'False' })
    expect(evaluate('CBool([x] = "")', { x: '' })).toMatchObject({ value: 'True' })
  })
})

describe('comparison', () => {
  test.each([
    ['CBool(10 > 9)', 'True'],
    ['CBool("10" > "9")', 'True'],
    ['CBool("1" = "1.0")', 'True'],
    ['CBool(-2 < -1)', 'True'],
    ['CBool(-0 = 0)', 'True'],
    ['CBool(9223372036854775807 > 9223372036854775806)', 'True'],
    ['CBool("a" < "B")', 'False'],
    ['CBool("0.10" >= "0.1")', 'True'],
    ['CBool(&HF = 15)', 'True'],
  ])('%s is %s', (expression, value) => {
    expect(evaluate(expression)).toMatchObject({ value })
  })
})

describe('laziness', () => {
  test('only the chosen branch is evaluated', () => {
    expect(evaluate('IIF("a" = "b", Error("no"), "yes")')).toMatchObject({ value: 'yes' })
    expect(evaluate('Switch("a", Error("no"), "a", "yes", Error("never looked at"), "no")')).toMatchObject({
      value: 'yes',
    })
    expect(evaluate('Coalesce("yes", Error("no"))')).toMatchObject({ value: 'yes' })
  })
})

describe('errors name the function and the kind, never the value', () => {
  test.each([
    ['Mid("secret", "secret", 1)', 'Mid: start must be a whole number; this is a text'],
    ['Mid("secret", 0, 1)', 'Mid: start counts from 1'],
    ['ToLower(Split("secret,b", ","))', 'ToLower: source must be a text; this is a list'],
    ['Append(Item(Split("secret", ","), 2), "x")', 'Item: there is no value number 2 of 1'],
    ['ToLower("secret", "no tag!")', 'ToLower: the culture is not a language tag like tr-TR'],
    ['"secret" & Split("a,b", ",")', '& works on texts; this is a list'],
    ['Switch(Split("a,b", ","), , "a", "b")', 'Switch: it compares texts; this is a list'],
  ])('%s', (expression, message) => {
    expect(evaluate(expression)).toEqual({ kind: 'error', message })
  })
})

test('a signal goes through every call around it', () => {
  expect(evaluate('Append(IgnoreFlowIfNullOrEmpty([x]), "y")')).toEqual({ kind: 'ignore', what: 'attribute' })
  expect(evaluate('IIF("a" = "a", IgnoreObjectFlow, "b")')).toEqual({ kind: 'ignore', what: 'object' })
})

test('what was redacted stays sensitive, when it took part', () => {
  expect(evaluate('Append(Redact("a"), "b")')).toEqual({ kind: 'value', value: 'ab', sensitive: true })
  expect(evaluate('IIF("a" = "a", "b", Redact("a"))')).toEqual({ kind: 'value', value: 'b' })
})
