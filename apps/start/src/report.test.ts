import { expect, test } from 'vitest'
import { describeCycle } from './report.ts'

test('an initial cycle is told in a few lines, with why people were skipped', () => {
  const lines = describeCycle({
    application: 'Dynamic Signal',
    cycle: 'initial',
    read: 624,
    inScope: 304,
    created: 304,
    joined: 0,
    updated: 0,
    disabled: 0,
    skipped: { sourceDisabled: 320 },
    failed: 0,
    held: 0,
    references: { set: 94, notProvisioned: 93, unknown: 117 },
    seconds: 2.345,
    requests: 1216,
  })
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "Initial cycle of Dynamic Signal
      people read  624
      in scope     304
      created      304
      skipped      320 (320 disabled in the directory)
      managers     94 set, 93 not in scope themselves, 117 not in the directory
      failed       0
      time         2.3 s, 1,216 requests sent"
  `)
})
