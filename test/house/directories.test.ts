/** Two directories in one service, each with a Dynamic Signal of its own, by the command line. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn, signInAs, type Console } from './dynamic-signal.ts'
import { app, endAll, eventually, minute, newHouse, serving, usher } from './house.ts'

const house = await newHouse()
let first: Console
let acme: Console
const boss = { userName: 'boss', password: 'A-long-password-1' }
const ana = 'emp1513@contoso.example'

const says = async (args: readonly string[], code = 0, input = ''): Promise<string> => {
  const said = await usher(house.data, args, input)
  expect(said.code, `usher ${args.join(' ')}\n${said.all}`).toBe(code)
  return said.all
}
const inAcme = (...args: readonly string[]) => says(['--directory', 'Acme', ...args])
const named = async (at: Console, userName: string): Promise<readonly string[]> => (await at.accounts()).filter((one) => one.userName === userName).map(({ displayName }) => displayName) // prettier-ignore

beforeAll(async () => {
  await house.start().until(serving)
  const { urls } = JSON.parse(readFileSync(house.summary, 'utf8')) as { urls: { dynamicSignal: string } }
  first = await signIn(house.data, urls.dynamicSignal)
  await first.post('/tenants', { name: 'acme', adminUser: boss.userName, adminPassword: boss.password })
  acme = await signInAs({ tenant: 'acme', ...boss }, urls.dynamicSignal)
}, 3 * minute)
afterAll(endAll)

test(
  'a directory is added, and provisions people and an application of the same names on its own',
  { timeout: 2 * minute },
  async () => {
    // prettier-ignore
    const made = await says(['tenant', 'add', 'Acme', '--domain', 'acme.example'])
    expect(made).toMatch(
      /Acme \(acme\.example\) is [0-9a-f-]{36}\nBecome its administrator by this link, once, within 24 hours:\n {2}http/,
    )
    expect(await says(['tenant', 'list'])).toMatch(/Acme +acme\.example/)
    expect(await inAcme('user', 'list')).toContain('0 of 0 people')

    const { token } = await acme.post<{ token: string }>('/tokens', { label: 'Usher' })
    const scim = `${acme.url}/t/acme/scim/v2`
    await inAcme('app', 'add', 'dynamic-signal', '--name', app)
    await says(['--directory', 'Acme', 'settings', app, '--tenant-url', scim, '--secret-token', '-'], 0, token)
    for (const upn of [ana, 'only@acme.example'])
    await inAcme('user', 'create', upn, 'displayName=Ana of Acme', `mailNickname=${upn.split('@')[0] ?? ''}`, `mail=${upn}`, 'givenName=Ana', 'surname=Acme') // prettier-ignore
    for (const upn of [ana, 'only@acme.example']) await inAcme('assign', app, upn, '--role', 'User')
    const before = (await first.accounts()).length

    const [there, here] = await Promise.all([inAcme('run', app, '--yes'), says(['run', app])])
    expect(there).toContain('2 created')
    expect(here).toContain('0 created, 0 updated')
    await eventually('the accounts of Acme', minute, async () => ((await named(acme, 'only@acme.example')).length === 1 ? true : null)) // prettier-ignore
    expect(await named(acme, ana)).toEqual(['Ana of Acme'])
    expect(await named(first, ana)).not.toEqual(['Ana of Acme'])
    expect(await named(first, 'only@acme.example')).toEqual([])
    expect((await first.accounts()).length).toBe(before)
  },
)

test('bad input is answered by one sentence', { timeout: minute }, async () => {
  for (const [args, code, sentence] of [
    [['tenant', 'add', 'acme'], 4, 'There is a directory acme already. Choose another name.'],
    [['tenant', 'add', ' '], 2, 'displayName: must not be empty.'],
    [['--directory', 'Nowhere', 'user', 'list'], 3, 'There is no directory Nowhere. usher tenant list shows them.'],
    [['tenant', 'remove', 'Nowhere', '--yes'], 3, 'There is no directory Nowhere. usher tenant list shows them.'],
    [
      ['user', 'invite', 'nobody@nowhere.example', '--guest'],
      3,
      'Nobody of another directory is called nobody@nowhere.example, or they are disabled.',
    ],
  ] as const)
    // prettier-ignore
    expect((await says(args, code)).trim()).toBe(sentence)
  expect(await says(['tenant', 'add'], 2)).toContain("missing required argument 'name'")
})

test('a person of one becomes a guest of the other', { timeout: minute }, async () => {
  const said = await inAcme('user', 'invite', ana, '--guest', '--administrator')
  expect(said).toContain(
    'is a guest of Acme, as emp1513_contoso.example#EXT#@acme.example, and signs in with the account of',
  )
})

test(
  'it is removed with what is in it, after its numbers were shown; the other goes on',
  { timeout: minute },
  async () => {
    const asked = await says(['tenant', 'remove', 'Acme'], 4)
    for (const line of ['3 people', '1 application', '1 job', '2 accounts that stay']) expect(asked).toContain(line)
    expect(asked).toContain('Nothing was removed. Say --yes to do it without being asked.')
    expect(await says(['tenant', 'remove', 'Acme', '--yes'])).toContain('Removed Acme:')
    expect(await says(['tenant', 'list'])).not.toContain('Acme')
    expect(await named(acme, ana)).toEqual(['Ana of Acme'])
    await says(['user', 'set', ana, 'jobTitle=Somebody who goes on'])
    await eventually('the change in the first', minute, async () => ((await first.account(ana)).title === 'Somebody who goes on' ? true : null)) // prettier-ignore
    expect((await says(['tenant', 'remove', 'Usher', '--yes'], 4)).trim()).toMatch(/^This is the last directory/)
  },
)
