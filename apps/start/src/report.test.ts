import { expect, test } from 'vitest'
import { describeCycle, describeNew } from './report.ts'

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
    skippedAs: { sourceDisabled: 'disabled in the directory' },
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

const places = { data: '/d', databaseUrl: null }
test.each([
  ['both are new', { usher: true, dynamicSignal: true }, places, 'A new, empty store is in /d.'],
  ['both are new, Usher in PostgreSQL', { usher: true, dynamicSignal: true }, { ...places, databaseUrl: 'postgres://x' }, 'A new, empty store is in the PostgreSQL database.'],
  ['both were there', { usher: false, dynamicSignal: false }, places, ''],
  ['Usher was restored from a backup', { usher: false, dynamicSignal: true }, places, 'Dynamic Signal is new and empty in /d; Usher is not. Its applications go on with the Tenant URLs that they have.'],
])('%s: the start says what is new and empty', (_, { usher, dynamicSignal }, config, says) => {
  const ready = { usher: { firstStart: usher }, dynamicSignal: { firstStart: dynamicSignal } }
  expect(describeNew(ready, config).join('\n')).toBe(says)
}) // prettier-ignore
