import { expect, test } from 'vitest'
import { lawRule } from '../../../test/law/plain/rule.ts'
import { userRole } from '../../../test/law/user-role.ts'
import { Lister, type Run } from './feed.ts'
import type { Entry, Exchange } from './types.ts'

/** So many of 500 people are assigned; the application has so many accounts. */
async function lists(assigned: number, accounts: number): Promise<boolean> {
  let pages = 0
  const entries = Array.from({ length: 500 }, (_, n): Entry => {
    const ref = { type: 'User', id: `p${n}` }
    const object = { userPrincipalName: `p${n}@x`, displayName: `P ${n}`, accountEnabled: true }
    return { ref, object, assignments: n < assigned ? [{ appRoleId: userRole, via: ref }] : [] }
  })
  const target = {
    able: { list: true, pageSize: 100 },
    async *list(_type: string, _paths: readonly string[], _trace: Exchange[]) {
      await Promise.resolve()
      for (let start = 0; start < accounts; start += 100) {
        pages += 1
        yield { objects: [], total: accounts }
      }
    },
  }
  const run = {
    ports: { target, journal: { links: () => Promise.resolve(new Map()) } },
    counted: { totals: new Map([['User', 10_000]]) },
    context: { now: '2026-01-01T00:00:00.000Z' },
  }
  const index = await new Lister().index(run as unknown as Run, lawRule(), entries)
  return index !== null && pages > 0
}

test('many who need an account are matched by listing the application', async () => {
  expect(await lists(500, 50_000)).toBe(true)
})

test('whoever is out of scope is not looked for, so that a few among many are matched one by one', async () => {
  expect(await lists(20, 50_000)).toBe(false)
  expect(await lists(5, 200)).toBe(false)
})
