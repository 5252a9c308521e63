/** Expressions and objects that nobody would write, and what must hold for all of them. */
import type { Attributes, Json } from '@usher/scim'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Instant } from '../packages/engine/src/types.ts'
import { placeOf } from '../packages/engine/src/expression/caret.ts'
import { checkExpression } from '../packages/engine/src/expression/check.ts'
import { compile } from '../packages/engine/src/expression/compile.ts'
import { explain } from '../packages/engine/src/expression/explain.ts'
import { parameterAt } from '../packages/engine/src/expression/functions/row.ts'
import { functions } from '../packages/engine/src/expression/functions/table.ts'
import { parseMappingSource, toMappingSource } from '../packages/engine/src/expression/mapping-source.ts'
import { parseExpression } from '../packages/engine/src/expression/parse.ts'
import { print, quote } from '../packages/engine/src/expression/print.ts'
import type { Parsed } from '../packages/engine/src/expression/syntax.ts'
import type { Evaluated, EvaluationContext } from '../packages/engine/src/expression/value.ts'

const names = ['a', 'b', 'surname', 'x.y', 'proxyAddresses', 'emails[type eq "work"].value', 'a:b', 'constructor']

const usual = fc.constantFrom(
  '', ' ', 'True', 'false', '0', '1', '-1', '2', '3.50', '99999999999999999999', 'd', 'm', 'yyyy', 'ww', 'Ana', 'ana@contoso.com',
  '2026-02-29', '2024-02-29T23:59:59.5Z', '2/29/2024 12:00:00 AM', '20150123105347.1Z', 'yyyy-MM-dd', 'M/d/yyyy h:mm:ss tt',
  '^(?<x>\\w+)@(.*)$', '(a+)+$', '[', '(?i)A', 'x', '$1${x}$$', ',', '\\', '"', 'tr-TR', 'ß', 'İ', '😀e\u0301', '\ud800', '\u0000', 'SGVsbG8=', 'CN=Ana,OU=x',
) // prettier-ignore

const text = fc.oneof({ weight: 3, arbitrary: usual }, fc.string({ unit: 'binary', maxLength: 12 }))
const role = fc.record({ id: text, value: text, displayName: text }, { requiredKeys: [] })
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom<Json>(null, true, false, 0, -7, 1e21, 1.5e-7, { type: 'User', id: '7' }, {}, [], [null], [[]]),
  fc.array(text, { maxLength: 4 }),
  fc.array(role, { maxLength: 3 }),
)
/** An object; each attribute may be absent. */
export const objects: fc.Arbitrary<Attributes> = fc.dictionary(fc.constantFrom(...names, 'x'), value, { maxKeys: 6 })

const number = fc.constantFrom('0', '1', '2', '-3', '2.75', '10', '&HF7', '129699324000000000')
const literal = fc.oneof(
  { weight: 8, arbitrary: text.map(quote) },
  { weight: 3, arbitrary: number },
  fc.constantFrom('vbTextCompare', 'UTF8', 'ASCII', 'IgnoreAttributeFlow', 'IgnoreObjectFlow'),
)
const attribute = fc.constantFrom(...names).map((name) => `[${name}]`)
const date = fc.constantFrom('"2026-02-29"', '"2024-02-29T23:59:59Z"', '"2/29/2024 12:00:00 AM"', '[a]')
const format = fc.constantFrom(
  '"yyyy-MM-dd"',
  '"M/d/yyyy h:mm:ss tt"',
  '"yyyyMMddHHmmss.fZ"',
  '"%d"',
  '"yyyy-MM-ddTHH:mm:sszzz"',
)
const pattern = fc.constantFrom(
  '"^(?<x>\\\\w+)@(.*)$"', '"(?<x>a+)+$"', '"[^\\\\d]"', '"(?i)(?<x>A)|b"', '""', '"["', '"(?<=s)m"', '"\\\\p{Lu}\\\\b"', '[a]',
) // prettier-ignore
/** What suits a parameter of this name, or of this kind. */
const suits: Readonly<Record<string, fc.Arbitrary<string>>> = {
  integer: number,
  whole: number,
  date,
  interval: fc.constantFrom('"d"', '"m"', '"yyyy"', '"ww"', '"h"', '"n"', '"s"'),
  inputFormat: format,
  outputFormat: format,
  regexPattern: pattern,
  regexGroupName: fc.constantFrom('"x"', '"0"', '"1"', '"y"'),
  replacementValue: fc.constantFrom('"$1"', '"${x}-"', '"$$"', '""', '[b]'),
}

const { expression } = fc.letrec<{ expression: string; call: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5 },
    { weight: 2, arbitrary: literal },
    { weight: 2, arbitrary: attribute },
    { weight: 8, arbitrary: tie('call') },
    fc
      .tuple(tie('expression'), fc.constantFrom(' = ', '<>', ' > ', '<=', ' & ', '&'), tie('expression'))
      .map((parts) => parts.join('')),
  ),
  call: fc.constantFrom(...functions).chain(([name, row]) => {
    const fitting = row.takes.length + (row.rest?.length ?? 0) * (row.groups ?? 1)
    const count = fc.oneof({ weight: 12, arbitrary: fc.constant(fitting) }, fc.nat(7))
    const slot = (index: number): fc.Arbitrary<string> => {
      const parameter = parameterAt(row, index)
      return fc.oneof(
        { weight: 6, arbitrary: tie('expression') },
        { weight: 6, arbitrary: suits[parameter?.name ?? ''] ?? suits[parameter?.kind ?? ''] ?? tie('expression') },
        { weight: parameter?.optional === true ? 6 : 1, arbitrary: fc.constant('') },
      )
    }
    return count
      .chain((length) => fc.tuple(...Array.from({ length }, (_, index) => slot(index))))
      .map((slots) => `${name}(${slots.join(', ')})`)
  }),
}))

const stray = fc.oneof(
  fc.constantFrom('(', ')', ',', '"', '[', ']', '&', '=', '\\', "'", '\n', 'IIF('),
  fc.string({ maxLength: 2 }),
)
/** Expressions, one in seven with something cut out or put in. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: expression },
  fc.tuple(expression, fc.nat(), fc.nat(3), stray).map(([whole, place, cut, put]) => {
    const at = place % (whole.length + 1)
    return whole.slice(0, at) + put + whole.slice(at + cut)
  }),
)

/** The world as an evaluation sees it: the same bytes each time. */
function world(): EvaluationContext {
  let seed = 1
  const byte = (): number => (seed = (seed * 48_271) % 0x7fff_ffff) & 0xff
  return {
    now: '2026-03-01T12:00:00.000Z' as Instant,
    timeZone: 'Europe/Berlin',
    random: (count) => Uint8Array.from({ length: count }, byte),
    isTaken: (candidate) => candidate.length % 2 === 0,
  }
}

/** Whatever the text and the object: a result, the same for the canonical text, and errors that help. */
export function holds(written: string, object: Attributes): void {
  const began = performance.now()
  const parsed = parseExpression(written)
  if (parsed.kind === 'error') {
    expect(parsed.message).toMatch(/\S[.?)]$|: \w+\(.*\)$/s)
    expect(parsed.offset).toBeGreaterThanOrEqual(0)
    expect(parsed.offset).toBeLessThanOrEqual(written.length)
    expect(parsed).toMatchObject(placeOf(written, parsed.offset))
    return
  }
  const result = evaluate(parsed, object)
  if (result.kind === 'error') expect(result.message).toMatch(/\S/)
  if (result.kind === 'value') expect(isValue(result.value)).toBe(true)

  const canonical = parse(print(parsed.root))
  expect(print(canonical.root)).toBe(canonical.text)
  expect(evaluate(canonical, object)).toEqual(result)
  const stored = parseMappingSource(toMappingSource(parsed.root))
  expect(stored.kind === 'parsed' && evaluate(stored, object)).toEqual(result)

  const { root, failure } = explain(parsed, object, world())
  if (result.kind === 'error') expect(failure).toMatchObject({ message: result.message })
  else if (result.kind === 'value' && result.sensitive !== true)
    expect(root.gave).toEqual({ kind: 'value', value: result.value })
  checkExpression(parsed)
  expect(performance.now() - began, 'milliseconds').toBeLessThan(3000)
}

function parse(canonical: string): Parsed {
  const parsed = parseExpression(canonical)
  if (parsed.kind === 'error') throw new Error(`The canonical text ${canonical} cannot be read: ${parsed.message}`)
  return parsed
}

function evaluate(parsed: Parsed, object: Attributes): Evaluated {
  return compile(parsed)((name) => (Object.hasOwn(object, name) ? object[name] : undefined), world())
}

function isValue(given: unknown): boolean {
  if (given === null || typeof given === 'string') return true
  if (!Array.isArray(given)) return typeof given === 'object'
  return given.every((element) => typeof element === 'string' || (typeof element === 'object' && element !== null))
}
