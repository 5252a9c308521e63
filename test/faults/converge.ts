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
  for (let n = 0; n < people; n += 1) await ask('POST', '/usher/users', { ...person(n, 0), userPrincipalName: upn(n) })
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

/**
 * Faults go on all the time. After a cycle that came to its end the hours pass until what failed is tried again; one that was broken
 * off goes on where it was. It has converged when nothing fails and a dry run is empty.
 */
export async function converges(place: Place, { people, groups, rounds }: Size): Promise<Course> {
  const { ask } = place
  await fill(place, { people, groups })
  const refused: string[] = []
  let cycles = 0
  const run = async (): Promise<void> => {
    cycles += 1
    await place.hoursPass()
    const end = await ask('POST', '/usher/apps/App/run', { yes: true })
    if ('error' in end) refused.push((end['error'] as { message: string }).message)
  }
  const left = new Set<number>()
  const titles = new Map<string, string>()
  for (let round = 1; round <= rounds; round += 1) {
    await run()
    for (let n = round; n < people; n += 7) {
      if (left.has(n)) continue
      if (n % 3 === 0) left.add(n)
      titles.set(upn(n), `Job ${round}`)
      await ask('PATCH', `/usher/users/${upn(n)}`, { ...person(n, round), accountEnabled: !left.has(n) })
    }
  }
  for (;;) {
    await run()
    const open = await openOf(place)
    if (open.length === 0) break
    if (cycles > most) throw new Error(`not after ${cycles} cycles:\n${[...open, ...refused].join('\n')}`)
  }
  await agrees(place, { people, groups }, left)
  for (const { userName, active, title } of await place.list('Users'))
    if (active && /^p\d+@/.test(userName))
      expect([userName, title]).toEqual([userName, titles.get(userName) ?? 'Job 0'])
  return { cycles, refused }
}

/** What is still to be done: what failed and is tried again later, which a dry run says nothing of now, and what a dry run says. */
async function openOf({ ask }: Place): Promise<readonly string[]> {
  const { failures } = (await ask('GET', '/usher/apps/App/failures')) as { failures: readonly Failure[] }
  if (failures.length > 0) return failures.map(({ displayName, message }) => `${displayName}: ${message}`)
  const { plan, error } = (await ask('GET', '/usher/apps/App/plan?limit=0')) as { plan?: Counts; error?: unknown }
  return plan !== undefined && isEmpty(plan) ? [] : [`a dry run: ${JSON.stringify(plan ?? error)}`]
}

type Failure = { readonly displayName: string; readonly message: string }

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

function isEmpty({ create, update, disable, delete: gone, joined, problems, members }: Counts): boolean {
  return create + update + disable + gone + joined + problems + members.added + members.removed === 0
}
