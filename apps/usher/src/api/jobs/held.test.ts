import { expect, test } from 'vitest'
import { withApplications } from '../test-applications.ts'

const people = ['ana', 'bea', 'cem', 'dan', 'eva']
const at = withApplications('dynamic-signal', people)
const { ask } = at

test('what is held is listed by pages with its totals, and decided for some, and then for all', async () => {
  await ask('PATCH', `${at.app}/settings`, {
    tenantUrl: at.provider.tenantUrl,
    secretToken: 'x',
    preventAccidentalDeletions: { enabled: true, threshold: 2 },
  })
  for (const who of people) await ask('POST', `${at.app}/assignments`, { who: `${who}@contoso.example`, role: 'User' })
  await ask('POST', `${at.app}/run`, { yes: true })
  expect(at.provider.users.size).toBe(5)
  await ask('POST', `${at.app}/stop`)
  for (const who of people) await ask('POST', `${at.app}/assignments/remove`, { who: `${who}@contoso.example` })
  await ask('POST', `${at.app}/run`)

  const read = async (query: string) => (await ask('GET', `${at.app}/removals?${query}`)).body
  const first = await read('limit=3')
  expect(first).toMatchObject({ totals: { undecided: 5, allowed: 0, rejected: 0 }, next: expect.any(String) as string })
  const rest = await read(`limit=3&after=${String(first['next'])}`)
  expect(rest).toMatchObject({ next: null, done: [], deletions: [] })
  const names = [first, rest].flatMap((page) => (page['removals'] as { displayName: string }[]).map((one) => one.displayName)) // prettier-ignore
  expect(names.toSorted()).toEqual(people)
  expect(await read('search=ev')).toMatchObject({ removals: [{ displayName: 'eva' }] })

  const decide = async (body: object) => (await ask('POST', `${at.app}/removals`, body)).body
  expect(await decide({ decision: 'rejected', who: ['ana@contoso.example', 'bea@contoso.example'] })).toEqual({ decided: 2, rejected: 2 }) // prettier-ignore
  expect(await decide({ decision: 'allowed', who: 'all' })).toEqual({ decided: 3, rejected: 2 })
  expect(await read('decision=rejected')).toMatchObject({ removals: [{}, {}] })
  for (const [path, member] of [['changes', 'changes'], ['adoptions', 'adoptions']] as const)
    expect((await ask('GET', `${at.app}/${path}`)).body).toMatchObject({ [member]: [], next: null, totals: { undecided: 0 } }) // prettier-ignore
})
