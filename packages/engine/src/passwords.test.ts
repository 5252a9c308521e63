import { expect, test } from 'vitest'
import { mappingOf } from './job/mapping-of.ts'
import { compileMappings } from './map/compile.ts'
import { modified } from './record/log-record.ts'
import { all } from './plan/diff.ts'
import { desire } from './map/desire.ts'
import type { Entry, Instant, Verdict } from './types.ts'

const entry: Entry = { ref: { type: 'User', id: 'ana' }, object: { employeeId: '42' }, assignments: [] }
const verdict: Verdict = { inScope: true, via: 'all', checks: [], uses: [] }

test.each([
  ['"Welcome-1-" & [employeeId]', null],
  ['Join("-", "Welcome", [employeeId])', null],
  ['[nickname]', 'Welcome-1'],
])('an initial password is a secret, whatever its expression says: %s', (expression, defaultValue) => {
  const password = {
    ...mappingOf({ expression, targetAttributeName: 'password', matchingPriority: 0 }),
    flowType: 'ObjectAddOnly' as const,
    defaultValue,
  }
  const userName = mappingOf({ expression: '[employeeId]', targetAttributeName: 'userName', matchingPriority: 1 })
  const compiled = compileMappings({
    name: 'people', enabled: true, flowTypes: 'Add', sourceObjectName: 'User', targetObjectName: 'User',
    attributeMappings: [userName, password],
  }) // prettier-ignore
  if (compiled.kind === 'refused') throw new Error(compiled.problems.map(({ message }) => message).join())
  const context = { now: '2026-01-01T00:00:00.000Z' as Instant }
  const desired = desire(compiled, { entry, verdict, references: new Map(), purpose: 'create', context })
  const shown = all(desired.flows, new Map()).map(modified)
  expect(shown).toContainEqual({ displayName: 'password', oldValue: null, newValue: '[Redact]' })
  expect(JSON.stringify(shown)).not.toContain('Welcome')
})
