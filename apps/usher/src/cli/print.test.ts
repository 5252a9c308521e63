import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { createOut } from './print.ts'

const id = '01a2169d-cf99-7548-94c6-29f2bbdfa829'
const columns = ['name', { title: 'id', whole: true, extra: true }] as const
const rows = [['Ana', id]]
const screen = (columns?: number) => ({
  write: () => true,
  ...(columns !== undefined && { isTTY: true, columns }),
})
const plain = (lines: readonly string[]): readonly string[] => lines.map(stripVTControlCharacters)

test('a narrow terminal leaves an id out and says how to see it', () => {
  expect(plain(createOut({}, screen(30)).table(columns, rows))).toEqual(['name', 'Ana', '--wide shows everything.'])
})

test.each([
  ['a pipe', createOut({}, screen())],
  ['--wide', createOut({ wide: true }, screen(30))],
  ['a wide terminal', createOut({}, screen(120))],
])('%s shows it', (_, out) => {
  expect(plain(out.table(columns, rows))).toEqual([`name  id`, `Ana   ${id}`])
})

test('a time is whole where a program reads, and to the second in the time zone of the terminal', () => {
  const instant = '2026-11-26T06:49:54.792Z'
  expect(createOut({}, screen()).time(instant)).toBe(instant)
  const zone = process.env['TZ']
  process.env['TZ'] = 'Europe/Berlin'
  expect(createOut({}, screen(80)).time(instant)).toBe('2026-11-26 07:49:54')
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})
