import { expect, test } from 'vitest'
import { layOut } from './table.ts'

const id = '01a2169d-cf99-7548-94c6-29f2bbdfa829'
const links = [
  'name',
  'type',
  { title: 'account', whole: true },
  { title: 'source', whole: true, extra: true },
] as const
const rows = [
  ['Ana Silva', 'User', id, id],
  ['Maximiliane Auguste von Hohenfels-Sonnenberg', 'User', id, id],
]

test('a pipe gets every column whole', () => {
  const { head, rows: lines, cut } = layOut(links, rows, null)
  expect(head).toMatch(/^name +type +account +source$/)
  expect(lines[1]).toBe(`Maximiliane Auguste von Hohenfels-Sonnenberg  User  ${id}  ${id}`)
  expect(cut).toBe(false)
})

test('a terminal gets what it has room for: extra columns go first, ids stay whole', () => {
  const { head, rows: lines, cut } = layOut(links, rows, 80)
  expect(head).toMatch(/^name +type +account$/)
  expect(lines).toEqual([`${'Ana Silva'.padEnd(36)}  User  ${id}`, `Maximiliane Auguste von Hohenfels-S…  User  ${id}`])
  expect(lines[1]).toHaveLength(80)
  expect(cut).toBe(true)
})

test('what fits is left as it is', () => {
  expect(layOut(['a', { title: 'b', extra: true }], [['1', '2']], 80)).toEqual({
    head: 'a  b',
    rows: ['1  2'],
    cut: false,
  })
})

test('of several wide columns the widest is shortened', () => {
  const { rows: lines } = layOut(['a', 'b', 'c'], [['x'.repeat(60), 'y'.repeat(40), 'z']], 60)
  expect(lines).toEqual([`${'x'.repeat(26)}…  ${'y'.repeat(27)}…  z`])
})

test('letters that are twice as wide, or several characters, keep their columns', () => {
  const { rows: lines } = layOut(
    ['name', 'x'],
    [
      ['山田太郎', '1'],
      ['Zoë', '2'],
      ['👩‍👩‍👧', '3'],
    ],
    null,
  )
  expect(lines).toEqual(['山田太郎  1', 'Zoë       2', '👩‍👩‍👧        3'])
  expect(layOut(['name'], [['山田太郎山田太郎']], 9).rows).toEqual(['山田太郎…'])
})

test('a terminal that is too narrow for the ids is not cut further than to where nothing can be read', () => {
  expect(layOut(links, rows, 20).rows[0]).toBe(`Ana Sil…  User  ${id}`)
})
