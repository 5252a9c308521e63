import { expect, test } from 'vitest'
import type { ShownPlan } from '../../api/plans/routes.ts'
import { describeApproval, type Approved } from './plan-approval.ts'

const plan: ShownPlan = {
  id: '5a68a486-0000-4000-8000-000000000000', state: 'open', actor: 'cli:mia', madeAt: '2026-03-02T09:00:00.000Z' as ShownPlan['madeAt'],
  expiresAt: '2026-03-03T09:00:00.000Z' as ShownPlan['expiresAt'], proposed: null, counts: null, cycle: '', total: 3, approved: 0, outcomes: {},
} // prettier-ignore
const none: Approved = { changed: 0, left: { held: 0, rejected: 0 }, unchanged: {}, absent: [], plan }
const says = (done: Partial<Approved>): readonly string[] =>
  describeApproval({ ...none, ...done }, { app: 'Acme', withdraw: false }).slice(1)

test.each([
  ['somebody of whom the plan has nothing', { absent: ['Dan'] }, '  Dan: the plan has nothing of them, since nothing would change; usher why says more'],
  ['what was approved and applied before', { unchanged: { already: 2, carriedOut: 1 } }, '  as they were: 2 decided so before, 1 applied before'],
  ['nothing of that kind', {}, '  No change of the plan is like that.'],
])('an approval that changes nothing says why: %s', (_, done, line) => {
  expect(says(done)).toEqual([line])
}) // prettier-ignore

test('what waits can be applied, but of what is proposed only when it is saved', () => {
  const waiting = { ...plan, outcomes: { waiting: 1 } }
  const command = 'usher plans "Acme" apply 5a68a486 carries them out.'
  expect(says({ changed: 1, plan: waiting })).toEqual([command])
  const proposed = { ...waiting, state: 'unsaved', proposed: 'schema' } as const
  expect(says({ changed: 1, plan: proposed })).toEqual([`Once the mappings are saved, ${command}`])
})
