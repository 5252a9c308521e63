import fc from 'fast-check'
import { attribute, word } from './words.ts'

const operator = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'Eq') },
  { weight: 1, arbitrary: fc.constantFrom('pr', 'regex', 'like', '=', 'in', '') },
)

const literal = fc.oneof(
  { weight: 5, arbitrary: word.map((text) => JSON.stringify(text)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'true',
      'True',
      'null',
      '1',
      '-1.5e3',
      '1e999',
      '007',
      'bare',
      '"',
      '"\\ud800"',
      '"\\u0000"',
      '"\\x"',
      '""',
    ),
  },
  { weight: 1, arbitrary: word },
)

/** A filter, mostly one that can be read. */
export const filter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'filter' },
    { weight: 5, arbitrary: fc.tuple(attribute, operator, literal).map((parts) => parts.join(' ')) },
    { weight: 1, arbitrary: attribute.map((name) => `${name} pr`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('filter'), fc.constantFrom('and', 'or', 'AND'), tie('filter'))
        .map((parts) => parts.join(' ')),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('not ', 'not', ''), tie('filter')).map(([not, inner]) => `${not}(${inner})`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(attribute, tie('filter'), fc.constantFrom('', '.value eq "x"', '.value pr', '.value', '[', ']'))
        .map(([name, inner, tail]) => `${name}[${inner}]${tail}`),
    },
  ),
})).filter

/** Filters that no server may carry out. */
export const forbidden: fc.Arbitrary<string> = fc.constantFrom(
  '',
  '(',
  '((userName eq "a")',
  'userName',
  'userName eq',
  'userName regex "a"',
  'userName eq "a',
  'userName eq "a" and',
  'userName eq "a" userName eq "b"',
  'emails[type eq "work"',
  'emails[emails[type eq "work"]]',
  `${'('.repeat(10_000)}userName pr${')'.repeat(10_000)}`,
  `${'not ('.repeat(500)}userName pr${')'.repeat(500)}`,
  Array.from({ length: 200 }, (_, n) => `title eq "${n}"`).join(' or '),
  `userName eq "${'x'.repeat(9000)}"`,
  'active gt true',
  'meta.created co "2020"',
  'meta.created gt "yesterday"',
  "userName eq 'a'; drop table resource",
)

/** The path of a PATCH operation. */
export const path: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: attribute },
  {
    weight: 2,
    arbitrary: fc
      .tuple(attribute, filter, fc.constantFrom('', '.value', '.type', '.primary', '.display'))
      .map(([name, inner, tail]) => `${name}[${inner}]${tail}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'emails[type eq "work"].value',
      'emails[type eq "work"]',
      'addresses[type eq "work"].locality',
      'emails[0]',
      'emails[]',
      'emails[type eq "a" or type eq "b"].value',
      'members[value eq "x"]',
      'members[display co "x"]',
      'name.',
      '.name',
      'a.b.c.d',
    ),
  },
  { weight: 1, arbitrary: word },
)
