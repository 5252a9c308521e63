import type { Change } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { expect, test } from 'vitest'
import { showChanges } from './plan.ts'

const app = { id: '', displayName: 'Acme', templateId: 'generic', appRoles: [], requiresRole: false }
const directory = {
  read: (refs: readonly Ref[]) =>
    Promise.resolve(
      refs.map((ref) => ({ ref, object: ref.id === 'bea' ? { displayName: 'Bea Lima' } : null, assignments: [] })),
    ),
}

test.each([
  ['bea', '(the account of Bea Lima, once there is one)'],
  ['employeeId:1349', '(left out: nobody in the directory has employeeId 1349 yet)'],
])('a plan says whose account %s will be', async (id, says) => {
  const to = { late: 'targetId', of: { type: 'User', id } } as const
  const [shown] = await showChanges(directory, app, [creating({ op: 'add', path: 'manager', kind: 'reference', to })])
  expect(shown?.changes).toEqual([{ displayName: 'manager', oldValue: null, newValue: says }])
})

function creating(change: Extract<Change, { readonly action: 'create' }>['patch'][number]): Change {
  const ref = { type: 'User', id: 'ana' }
  return {
    ref,
    reason: { code: 'absentAtTarget', details: {} },
    basis: '',
    matching: null,
    action: 'create',
    patch: [change],
    facts: {
      entry: { ref, object: { displayName: 'Ana Silva' }, assignments: [] },
      link: null,
      references: new Map(),
      verdict: { inScope: true, via: 'all', checks: [], uses: [] },
      desired: { flows: [], uses: [], problems: [] },
      match: { kind: 'absent' },
    },
  }
}
