import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { functions } from './functions/table.ts'
import { parseMappingSource, toMappingSource } from './mapping-source.ts'
import { parseExpression } from './parse.ts'
import { print, quote } from './print.ts'
import { attributesOf } from './syntax.ts'
import type { Parsed } from './syntax.ts'

function parsed(text: string): Parsed {
  const result = parseExpression(text)
  if (result.kind === 'error') throw new Error(`${text}: ${result.message}`)
  return result
}

describe('the canonical text', () => {
  test.each([
    ['Switch( [a] ,,"b" , "c",,  )', 'Switch([a], , "b", "c", , )'],
    ['Append ("x",\n\t[y])', 'Append("x", [y])'],
    ['IIF([a]="1","t-"&[b],[c])', 'IIF([a] = "1", "t-" & [b], [c])'],
    ['Mid([x], 1, "2")', 'Mid([x], 1, "2")'],
    ['DefaultDomain( )', 'DefaultDomain()'],
    ['ToLower([x], )', 'ToLower([x], )'],
    ['"\\+x \\" \\\\"', '"\\+x \\" \\\\"'],
    ['[emails[type eq "wo]rk"].value]', '[emails[type eq "wo]rk"].value]'],
    [
      '[urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCode]',
      '[urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCode]',
    ],
    ['CBool(&HF7 = -1.5)', 'CBool(&HF7 = -1.5)'],
    ['RandomString(3, 3,0, 0, 0, )', 'RandomString(3, 3, 0, 0, 0, )'],
    ['FormatDateTime([d] , , "yyyy","yy")', 'FormatDateTime([d], , "yyyy", "yy")'],
    ['Guid(\t)', 'Guid()'],
  ])('%s', (text, canonical) => {
    expect(print(parsed(text).root)).toBe(canonical)
    expect(print(parsed(canonical).root)).toBe(canonical)
  })

  test('any text survives quoting', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(parsed(quote(text)).root).toMatchObject({ kind: 'constant', text })
      }),
    )
  })
})

describe('an error says where, and what to do', () => {
  test.each([
    ['', 1, 1, 'The expression is empty.'],
    ['  ', 1, 1, 'The expression is empty.'],
    ['append([a], "b")', 1, 1, 'There is no function append. Did you mean Append?'],
    ['Append([a],\n  Joim("", [b]))', 2, 3, 'There is no function Joim. Did you mean Join?'],
    ['Append([a], "b', 1, 13, 'The text that begins here is not closed.'],
    ['Append([a, "b")', 1, 8, 'The attribute that begins here is not closed.'],
    ['Append([], "b")', 1, 8, 'There is no attribute name between the brackets.'],
    ['Append([a], "b"', 1, 16, 'The parenthesis of Append is not closed.'],
    ['Append([a], "b"))', 1, 17, 'This parenthesis closes nothing.'],
    ['Append([a], "b") x', 1, 18, 'A comma is missing before this value.'],
    ['Append([a] "b")', 1, 12, 'A comma is missing before this value.'],
    ["Append([a], 'b')", 1, 13, 'Text stands in double quotation marks, not in single ones.'],
    ['Append([a], “b”)', 1, 13, 'Write a straight quotation mark " instead of “.'],
    ['"a""b"', 1, 4, 'A quotation mark inside a text is written \\", not "".'],
    ['Append([a])', 1, 11, 'Append needs a suffix here: Append(source, suffix)'],
    ['Append(, "b")', 1, 8, 'Append needs a source here: Append(source, suffix)'],
    ['Append([a], "b", "c")', 1, 18, 'Append takes at most 2 arguments: Append(source, suffix)'],
    [
      'Switch([a], "b", "c")',
      1,
      21,
      'Switch needs a value here: Switch(source, defaultValue?, key1, value1, key2, value2, …)',
    ],
    [
      'Switch([a], "b")',
      1,
      16,
      'Switch needs a key here: Switch(source, defaultValue?, key1, value1, key2, value2, …)',
    ],
    [
      'Switch([a], , "b", "c", "d")',
      1,
      28,
      'Switch takes its last arguments in pairs; a value is missing: Switch(source, defaultValue?, key1, value1, key2, value2, …)',
    ],
    [
      'FormatDateTime([a], "yyyy")',
      1,
      27,
      'FormatDateTime needs an inputFormat here: FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)',
    ],
    [
      'FormatDateTime([a], , "yyyy")',
      1,
      29,
      'FormatDateTime needs an outputFormat here: FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)',
    ],
    [
      'FormatDateTime([a], , "yyyy", "yyyy", "yyyy")',
      1,
      39,
      'FormatDateTime takes at most 4 arguments: FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)',
    ],
    [
      'IIF([a] = "b" AND [c] = "d", "e", "f")',
      1,
      15,
      'AND is not part of the language; nest IIF instead, or write AllOf(…) in a scoping expression.',
    ],
    ['IIF([a] = "b" = "c", "e", "f")', 1, 15, 'Only one comparison can stand here; nest IIF for more.'],
    [
      'Append([a], department)',
      1,
      13,
      'department is not a value. Write [department] for the attribute or "department" for the text.',
    ],
    ['Append([a], ToLower)', 1, 20, 'ToLower is a function; (…) must follow it.'],
    ['Append([a], & "b")', 1, 13, '& does not belong here.'],
    ['RTrim([a])', 1, 1, 'There is no function RTrim. Did you mean Trim?'],
  ])('%s', (text, line, column, message) => {
    expect(parseExpression(text)).toMatchObject({ kind: 'error', line, column, message })
  })

  test('the offset and the suggestion are there for the editor', () => {
    expect(parseExpression('Append([a], ToLowr([b]))')).toMatchObject({ offset: 12, suggestion: 'ToLower' })
  })

  test('too long, too deep', () => {
    expect(parseExpression(`"${'x'.repeat(9_998)}"`).kind).toBe('parsed')
    expect(parseExpression(`"${'x'.repeat(9_999)}"`)).toMatchObject({ kind: 'error' })
    expect(parseExpression('ToLower('.repeat(1_200))).toMatchObject({ message: 'Calls nest more than 250 deep.' })
  })
})

test('whatever is typed gives a tree or a position inside the text, never a crash', () => {
  const piece = fc.constantFrom(
    ...functions.keys(),
    '(',
    ')',
    ',',
    '[a]',
    '"b"',
    '1',
    '&',
    '&HF',
    '=',
    ' ',
    '"',
    '[',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      const result = parseExpression(text)
      if (result.kind === 'parsed') expect(print(parsed(print(result.root)).root)).toBe(print(result.root))
      else expect(result.offset).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 2_000 },
  )
})

describe("Graph's tree", () => {
  test('omitted arguments are left out, constants are text', () => {
    expect(toMappingSource(parsed('Switch([IsSoftDeleted], , "False", 1)').root)).toEqual({
      expression: 'Switch([IsSoftDeleted], , "False", 1)',
      name: 'Switch',
      type: 'Function',
      parameters: [
        {
          key: 'source',
          value: { expression: '[IsSoftDeleted]', name: 'IsSoftDeleted', type: 'Attribute', parameters: [] },
        },
        { key: 'key1', value: { expression: '"False"', name: 'False', type: 'Constant', parameters: [] } },
        { key: 'value1', value: { expression: '"1"', name: '1', type: 'Constant', parameters: [] } },
      ],
    })
  })

  test('the older form of a function has the keys of the newer one', () => {
    const { parameters } = toMappingSource(parsed('FormatDateTime([d], "yyyy", "yy", )').root)
    expect(parameters?.map(({ key }) => key)).toEqual(['source', 'inputFormat', 'outputFormat'])
    expect(print(parsed('FormatDateTime([d], "yyyy", "yy", )').root)).toBe('FormatDateTime([d], "yyyy", "yy", )')
  })

  test('the text wins; without a text the tree is read', () => {
    const expression = 'Switch([a], , "k", Join("-", [b], "c" & [d]), "l", "m")'
    const tree = toMappingSource(parsed(expression).root)
    const silent = JSON.parse(
      JSON.stringify(tree, (key, value: unknown) => (key === 'expression' ? '' : value)),
    ) as typeof tree
    expect(print((parseMappingSource(silent) as Parsed).root)).toBe(expression)
    expect(parseMappingSource({ ...tree, expression: '[z]' })).toMatchObject({ root: { name: 'z' } })
  })

  test('a constant whose text is not an expression is taken as it is', () => {
    const source = { expression: 'Contoso Ltd.', name: 'Contoso Ltd.', type: 'Constant', parameters: [] } as const
    expect(parseMappingSource(source)).toMatchObject({ root: { kind: 'constant', text: 'Contoso Ltd.' } })
  })
})

test('an expression tells which attributes it reads', () => {
  expect([...attributesOf(parsed('IIF([a] = "x", [b] & [c], Append([a], "d"))'))]).toEqual(['a', 'b', 'c'])
})
