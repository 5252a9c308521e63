import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { lawRule } from '../../../../test/law/plain/rule.ts'
import type { Flow, Link } from '../types.ts'
import { undo, type Deed, type UndoFacts } from './undo.ts'

const ref = { type: 'User', id: 'ana' }
const link: Link = { targetId: 't1', joinedBy: null, state: 'managed', active: true, sent: null }
const rule = lawRule()
const nothing = { flows: [], uses: [], problems: [] }

function facts(attributes: Attributes | null, change: Partial<UndoFacts> = {}): UndoFacts {
  return {
    rule,
    entry: { ref, object: { displayName: 'Ana' }, assignments: [] },
    link,
    verdict: { inScope: true, via: 'all', checks: [], uses: [] },
    desired: nothing,
    leaving: nothing,
    target: attributes === null ? null : { id: 't1', attributes },
    able: { softDelete: true },
    intent: 'ours',
    ...change,
  }
}
const did = (action: Deed['actions'][number], ...written: Deed['written'][number][]): Deed => ({ actions: [action], targetId: 't1', written }) // prettier-ignore
const off = {
  ...nothing,
  flows: [{ path: 'active', value: false, mapping: rule.mapping.mappings[0]?.mapping } as Flow],
}
const patchOf = (deed: Deed, of: UndoFacts) => {
  const { change } = undo(deed, of)
  return change !== null && 'patch' in change ? change.patch : []
}

describe('an undo', () => {
  test.each([
    [
      'a text that looks like a number stays a text',
      ['displayName', '0012', '13'],
      { displayName: '13' },
      { op: 'replace', from: '13', to: '0012' },
    ],
    [
      'a truth value is one again',
      ['active', 'true', 'false'],
      { active: false },
      { op: 'replace', from: false, to: true },
    ],
    [
      'what was empty before is removed',
      ['displayName', null, 'Ana'],
      { displayName: 'Ana' },
      { op: 'remove', from: 'Ana' },
    ],
    ['what was cleared comes back', ['displayName', 'Ana', null], {}, { op: 'replace', to: 'Ana' }],
  ] as const)('%s', (_, written, there, expected) => {
    expect(patchOf(did('update', written), facts(there))).toMatchObject([expected])
  })

  test.each([
    [
      'a secret',
      ['displayName', '[Redact]', '[Redact]'],
      { displayName: 'x' },
      'secret and generated values are not stored',
    ],
    [
      'a value that the log has cut',
      ['displayName', 'A long tale…', 'b'],
      { displayName: 'b' },
      'too long to be kept whole',
    ],
    [
      'what somebody changed since',
      ['displayName', 'a', 'b'],
      { displayName: 'c' },
      'it was changed since, and is c now',
    ],
    ['members', ['members', null, '["Ana"]'], {}, 'the members that the directory says'],
    ['more than a line keeps', ['…', null, 'and 4 more'], {}, 'more attributes changed than one line'],
  ] as const)('leaves %s, and says so', (_, written, there, says) => {
    const { change, cannot } = undo(did('update', written), facts(there))
    expect(change).toBeNull()
    expect(cannot.join()).toContain(says)
  })

  test.each([
    [
      'a value that is as it was',
      did('update', ['displayName', 'a', 'b']),
      facts({ displayName: 'a' }),
      { says: 'is as it was before', inScope: true },
    ],
    [
      'one of two that is, while the other was changed since',
      did('update', ['displayName', 'a', 'b'], ['active', 'true', 'false']),
      facts({ displayName: 'c', active: true }),
      { says: 'changed since', inScope: true },
    ],
    [
      'an account that was made and is switched off',
      did('create'),
      facts({ active: false }, { leaving: off }),
      { says: 'is switched off already', inScope: false },
    ],
  ] as const)('writes nothing to %s, which is to stay so', (_, deed, of, { says, inScope }) => {
    expect(undo(deed, of)).toMatchObject({
      change: { action: 'none', reason: { code: 'undo' }, basis: 'ours', facts: { verdict: { inScope } } },
      cannot: [expect.stringContaining(says) as string],
    })
  })

  test('a value that is secret is not told when it was changed since', () => {
    const flow = { path: 'displayName', value: 'x', redacts: true, mapping: rule.mapping.mappings[0]?.mapping } as Flow
    const of = facts({ displayName: 'c' }, { desired: { ...nothing, flows: [flow] } })
    expect(undo(did('update', ['displayName', 'a', 'b']), of).cannot).toEqual([
      'keeps displayName: it was changed since',
    ])
  })

  test.each([
    ['a deletion', did('delete'), facts(null), 'was deleted there'],
    ['an account that is gone', did('update'), facts(null), 'it was removed in the application'],
    ['an account that is another one by now', { ...did('update'), targetId: 't0' }, facts({}), 'another account'],
    ['somebody without a link', did('update'), facts({}, { link: null }), 'no account that Usher knows'],
    [
      'a group that was made',
      did('create'),
      facts({}, { rule: { ...rule, softDelete: false } }),
      'cannot be switched off',
    ],
  ] as const)('is not possible of %s', (_, deed, of, says) => {
    expect(undo(deed, of)).toMatchObject({ change: null, cannot: [expect.stringContaining(says) as string] })
  })
})
