import { expect, test } from 'vitest'
import type { AttributeDefinition } from '../job/schema.ts'
import type { Finding } from './check-rule.ts'
import { checkExpression } from './check.ts'
import { parseExpression } from './parse.ts'

const attributes: readonly AttributeDefinition[] = [
  { name: 'mail', type: 'String' },
  { name: 'country', type: 'String' },
  { name: 'level', type: 'Integer' },
  { name: 'proxyAddresses', type: 'String', multivalued: true },
  { name: 'manager', type: 'Reference' },
]
const known = new Map(attributes.map((definition) => [definition.name, definition]))

function findings(expression: string): readonly Finding[] {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(`${expression}: ${parsed.message}`)
  return checkExpression(parsed, known)
}

test.each([
  ['Append([mial], "x")', 8, 'The source has no attribute mial. Did you mean mail?'],
  ['Append([mail], [nothingLikeIt])', 16, 'The source has no attribute nothingLikeIt.'],
  [
    'ToLower([proxyAddresses])',
    9,
    'ToLower takes one text for source; [proxyAddresses] gives a list. Take one value with Item, or put them together with Join.',
  ],
  [
    'Append([mail], Split([mail], "@"))',
    16,
    'Append takes one text for suffix; Split gives a list. Take one value with Item, or put them together with Join.',
  ],
  [
    'Switch([manager], , "a", "b")',
    8,
    '[manager] is a reference: map it directly or with CStr; Switch cannot take it.',
  ],
  ['Mid([mail], "x", 2)', 13, 'Mid takes a whole number for start, not "x".'],
  [
    'Replace([mail], , "(a", , "b", , )',
    19,
    'The regular expression is wrong at its character 1: The group that begins here is not closed; add ).',
  ],
  ['Replace([mail], , "(?<n>a)", "m", "b", , )', 30, 'The regular expression has no group "m".'],
  [
    'FormatDateTime([mail], "yyyy", [proxyAddresses])',
    32,
    'FormatDateTime takes one text for outputFormat; [proxyAddresses] gives a list. Take one value with Item, or put them together with Join.',
  ],
  [
    'IIF([proxyAddresses] = "a", "b", "c")',
    5,
    'A comparison takes texts; [proxyAddresses] gives a list. Ask with Includes, or take one value with Item.',
  ],
  [
    '[mail] & Split([mail], "@")',
    10,
    '& takes texts; Split gives a list. Ask with Includes, or take one value with Item.',
  ],
  ['IIF([manager] = "a", "b", "c")', 5, '[manager] gives a reference'],
  ['Replace([mail], "b", "c")', 1, 'Replace: it needs oldValue or regexPattern'],
  ['Mid([mail], 0, 1)', 1, 'Mid: start counts from 1.'],
  ['Item([proxyAddresses], 0)', 1, 'Item: index counts from 1.'],
  ['RandomString(4, 1, 1, 1, 3)', 1, 'This fails whenever it is evaluated. RandomString: '],
  ['DayBegun("31.12.2026")', 1, 'This fails whenever it is evaluated. DayBegun: '],
  ['Append([memberOf], "x")', 8, 'The source has no attribute memberOf. Only a scoping expression can read it.'],
  ['DateAdd("d", "many", CDate([mail]))', 14, 'DateAdd takes a whole number for value, not "many".'],
  ['DateDiff("d", "soon", Now())', 15, 'DateDiff takes a date for date1, like "2026-03-16", not "soon".'],
  ['Append([mail], Mid("abc", 0, 2))', 16, 'Mid: start counts from 1.'],
  [
    'Join("-", [mail],\n  Item(Split("a,b", ","), 3))',
    3,
    'This fails whenever it is evaluated. Item: there is no value number 3 of 2.',
  ],
])('%s is refused', (expression, column, message) => {
  expect(findings(expression)).toMatchObject([{ severity: 'error', column, message: expect.stringContaining(message) }])
})

test('dates that are compared as texts are warned of', () => {
  expect(findings('CBool(CDate([mail]) < Now())')).toMatchObject([
    { severity: 'warning', column: 7, message: expect.stringContaining('DateDiff') },
  ])
  expect(findings('CBool(DateDiff("d", CDate([mail]), Now()) > 3)')).toEqual([])
})

test.each([
  ['IIF(IsPresent([mail]), [mail], "none")', 5],
  ['IIF([country] = "", "none", [country])', 5],
  ['Switch(IsNull([mail]), [mail], "True", "none")', 8],
])('%s works here, with a warning that Entra does not support it', (expression, column) => {
  expect(findings(expression)).toMatchObject([
    { severity: 'warning', column, message: expect.stringContaining('Entra') },
  ])
})

test.each([
  'Join(" ", [mail], [proxyAddresses])',
  'IsPresent([manager])',
  'CStr([manager])',
  'Mid([mail], "1", [level])',
  'IIF([country] = "x", Error("no"), [mail])',
  'Trim([proxyAddresses])',
  'Coalesce([mail], "none")',
])('nothing is said of %s', (expression) => {
  expect(findings(expression)).toEqual([])
})
