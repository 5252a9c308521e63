import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columns, placeOf, underline } from './caret.ts'

const under = (marked: string, widest?: number): readonly string[] =>
  underline(marked.replace('|', ''), marked.indexOf('|'), widest)

describe('the caret stands under its place', () => {
  test.each([
    ['Append([a], |b)', ['Append([a], b)', '            ^']],
    ['|', ['', '^']],
    ['"a" & |', ['"a" & ', '      ^']],
    ['Append([a],\n\t |b,\n[c])', ['\t b,', '\t ^']],
    ['Append(\r\n  |b)\r\n', ['  b)', '  ^']],
    ['Join("東京", |b)', ['Join("東京", b)', '             ^']],
    ['Join("e\u0301", |b)', ['Join("e\u0301", b)', '          ^']],
    ['Join("😀", |b)', ['Join("😀", b)', '           ^']],
    ['"\u001b[31m" |\u200b', ['"�[31m" �', '        ^']],
  ])('%j', (marked, lines) => {
    expect(under(marked)).toEqual(lines)
  })

  test('a long line is cut around it', () => {
    const long = 'x'.repeat(200)
    expect(under(`${long}|!${long}`, 21)).toEqual(['…xxxxxxxxxx!xxxxxxxx…', '           ^'])
    expect(under(`ab|!${long}`, 11)).toEqual(['ab!xxxxxxx…', '  ^'])
    expect(under(`${long}|!`, 11)).toEqual(['…xxxxxxxxx!', '          ^'])
    expect(under(`${long}|`, 11)).toEqual(['…xxxxxxxxxx', '           ^'])
  })

  test('whatever the text, the line fits, and the caret is not far outside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(60), (text, offset) => {
        const [line, caret] = underline(text, offset, 20)
        expect(columns(line)).toBeLessThanOrEqual(20)
        expect(caret.length).toBeLessThanOrEqual(columns(line) + 1)
        expect(caret).toMatch(/^[\t ]*\^$/)
      }),
    )
  })
})

test('lines and columns count from 1, whatever ends a line', () => {
  expect(placeOf('a\r\nbc\rd\ne', 0)).toEqual({ line: 1, column: 1 })
  expect(placeOf('a\r\nbc\rd\ne', 4)).toEqual({ line: 2, column: 2 })
  expect(placeOf('a\r\nbc\rd\ne', 8)).toEqual({ line: 4, column: 1 })
})
