import { expect, test } from 'vitest'
import { said } from '../test-command.ts'
import { logCommand } from './log.ts'

test.each([
  ['a number', [], { count: 320, countIsExact: true }, '320'],
  ['more than are counted', [], { count: 10_000, countIsExact: false }, 'more than 10000'],
  ['for scripts', ['--json'], { count: 320, countIsExact: true }, '{"count":320,"countIsExact":true}'],
] as const)('how many lines there are is asked for, and nothing else is printed: %s', async (_, more, answer, line) => {
  const asked: string[] = []
  const lines = await said(logCommand, ['log', 'Acme', '--count', '--result', 'skipped', ...more], (_method, path) => {
    asked.push(path)
    return { ...answer, entries: [{ id: 1 }], next: 'x~1' }
  })
  expect(lines).toEqual([line])
  expect(asked).toEqual(['/usher/log?app=Acme&result=skipped&limit=1&count=true'])
})
