import { expect, test } from 'vitest'
import { terminal } from './terminal.ts'

function written(isTTY: boolean) {
  const pieces: string[] = []
  const out = { isTTY, write: (piece: string) => pieces.push(piece) > 0 }
  return { out: terminal(out), text: () => pieces.join('') }
}

test('when piped, progress is a plain line for each tenth', () => {
  const { out, text } = written(false)
  const follow = out.follow('Provisioning')
  for (let done = 0; done <= 1000; done += 50) follow({ done, total: 1000 })
  expect(text().split('\n').slice(0, 2)).toEqual([
    '  Provisioning: 10 % (100 of 1,000)',
    '  Provisioning: 20 % (200 of 1,000)',
  ])
  expect(text()).not.toContain('\r')
  expect(text().trimEnd().split('\n')).toHaveLength(10)
})

test('on a terminal, progress is one bar, and what is said meanwhile stands above it', () => {
  const { out, text } = written(true)
  out.follow('Provisioning')({ done: 50, total: 100, requests: 70 })
  out.say('a line')
  out.done('Provisioned')
  expect(text()).toContain('Provisioning ███████████████░░░░░░░░░░░░░░░ 50 % (50 of 100, 70 requests)')
  expect(text().replaceAll(/[^\n]*\r/g, '')).toContain('a line\n')
  expect(text().endsWith('✓ Provisioned\n')).toBe(true)
})
