/** The law over real HTTP: enough cycles make the application agree with the directory, whatever happens in between. */
import { expect } from 'vitest'
import type { Place } from './place.ts'

export type Size = { readonly people: number; readonly groups: number; readonly rounds: number }
export type Course = { readonly cycles: number; readonly refused: readonly string[] }

export const upn = (n: number): string => `p${n}@contoso.example`
/** More cycles than this mean that it does not converge. */
const most = 40

/** Everybody in the directory is in scope. */
export async function fill({ ask }: Place, { people, groups }: Omit<Size, 'rounds'>): Promise<void> {
  for (let n = 0; n < people; n += 1) await ask('PATCH', `/usher/users/${upn(n)}`, person(n, 0))
  for (let n = 0; n < groups; n += 1) {
    await ask('POST', '/usher/groups', { displayName: `Group ${n}` })
    const members = Array.from({ length: people }, (_, at) => at).filter((at) => at % groups === n)
    await ask('POST', `/usher/groups/Group ${n}/members`, { members: members.map(upn) })
  }
}

export function person(n: number, round: number): Record<string, unknown> {
  return {
    displayName: `Person ${n}`,
    givenName: 'Person',
    surname: String(n),
    mailNickname: `p${n}`,
    mail: upn(n),
    jobTitle: `Job ${round}`,
  }
}

export async function converges(place: Place, { people, groups, rounds }: Size): Promise<Course> {
  const { ask, proxy } = place
  await fill(place, { people, groups })
  const refused: string[] = []
  let cycles = 0
  /** Whether nothing failed: what failed is tried again later, so that a dry run says nothing of it now. */
  const run = async (restart: boolean): Promise<boolean> => {
    cycles += 1
    try {
      const end = await ask('POST', '/usher/apps/App/run', { yes: true, restart })
      if ('error' in end) refused.push(String((end['error'] as { message: string }).message))
      const summary = end['summary'] as { failed: number; members: { failed: number } } | undefined
      return summary !== undefined && summary.failed + summary.members.failed === 0
    } catch (error) {
      refused.push((error as Error).message)
      return false
    }
  }
  const left = new Set<number>()
  for (let round = 1; round <= rounds; round += 1) {
    await run(false)
    for (let n = round; n < people; n += 7) {
      if (left.has(n)) continue
      if (n % 3 === 0) left.add(n)
      await ask('PATCH', `/usher/users/${upn(n)}`, { ...person(n, round), accountEnabled: !left.has(n) })
    }
  }
  const share = proxy.share
  let isWhole = true
  for (;;) {
    // A cycle that was broken off goes on where it was; after a whole one everything that failed is tried again now rather
    // than in an hour.
    const before = refused.length
    const isSound = await run(isWhole)
    isWhole = refused.length === before
    proxy.share = 0
    const plan = await planOf(place)
    if (isSound && isEmpty(plan)) break
    if (cycles > most) throw new Error(`not after ${cycles} cycles: ${JSON.stringify(plan)} ${refused.join('\n')}`)
    proxy.share = share
  }
  await agrees(place, { people, groups }, left)
  return { cycles, refused }
}

/** Everybody has one account, groups have their members; whoever left has none that is active. */
export async function agrees(
  place: Place,
  { people, groups }: Omit<Size, 'rounds'>,
  left: ReadonlySet<number>,
): Promise<void> {
  const accounts = (await place.list('Users')).filter(({ userName }) => /^p\d+@/.test(userName))
  const all = Array.from({ length: people }, (_, n) => n)
  const names = accounts.map(({ userName }) => userName)
  expect(names.length, 'none is doubled').toBe(new Set(names).size)
  const active = accounts.filter((one) => one.active).map(({ userName }) => userName)
  expect(active.toSorted(), 'none is lost, and none kept').toEqual(
    all
      .filter((n) => !left.has(n))
      .map(upn)
      .toSorted(),
  )
  const byId = new Map(accounts.map(({ id, userName }) => [id, userName]))
  const found = await place.list('Groups')
  expect(found.map(({ displayName }) => displayName).toSorted()).toEqual(
    Array.from({ length: groups }, (_, n) => `Group ${n}`).toSorted(),
  )
  for (const { displayName, members = [] } of found) {
    const here = all.filter((n) => n % groups === Number(displayName.split(' ')[1]) && !left.has(n))
    const are = members.map(({ value }) => byId.get(value) ?? value)
    expect(are.filter((name) => active.includes(name)).toSorted(), displayName).toEqual(here.map(upn).toSorted())
    expect(are.length, `nobody is in ${displayName} twice`).toBe(new Set(are).size)
  }
}

type Counts = Readonly<Record<'create' | 'update' | 'disable' | 'delete' | 'joined' | 'problems', number>> & {
  readonly members: { readonly added: number; readonly removed: number }
}

async function planOf({ ask }: Place): Promise<Counts> {
  const line = await ask('GET', '/usher/apps/App/plan?limit=0')
  return line['plan'] as Counts
}

function isEmpty({ create, update, disable, delete: gone, joined, problems, members }: Counts): boolean {
  return create + update + disable + gone + joined + problems + members.added + members.removed === 0
}
