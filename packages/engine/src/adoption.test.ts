import { expect, test } from 'vitest'
import { Life } from '../../../test/law/life.ts'
import { TargetError } from './ports.ts'
import type { Rule } from './job/rule.ts'

const anna = { userName: 'u0@x', displayName: 'Anna of old', active: true }

async function existing(change: Partial<Rule> = {}, account: object = anna): Promise<Life> {
  const life = new Life({ adopt: 'review', ...change }).happen({ what: 'create', slot: 0 }, { what: 'create', slot: 1 })
  life.application.accounts.set('old', { ...account })
  await life.cycle()
  return life
}
const allow = (life: Life, decision: 'allowed' | 'rejected' = 'allowed'): void => {
  for (const [key, look] of life.memory.state.looks) {
    if (look.why === 'adoptionHeld') life.memory.state.looks.set(key, { ...look, decision })
  }
}

test('by default an existing account is taken over at once', async () => {
  const life = await existing({ adopt: 'always' })
  expect(life.account('u0@x')).toMatchObject({ displayName: 'N0' })
})

test.each([
  ['that differs', anna],
  ['that is right already', { ...anna, displayName: 'N0' }],
])(
  'after review an existing account %s is neither written nor linked until a person agrees; others get theirs',
  async (_, account) => {
    const life = await existing({}, account)
    expect(life.writes).toEqual(['create u1@x'])
    expect(life.application.accounts.get('old')).toEqual(account)
    expect(life.link(0)).toBeUndefined()
    expect(life.logged(0)).toMatchObject([
      {
        provisioningAction: 'other',
        usher: {
          reason: `matches an existing account by userName ("${account.displayName}")`,
          advice: 'Allow or reject taking it over: usher adoptions APP.',
        },
        provisioningStatusInfo: { status: 'skipped', errorInformation: { errorCode: 'AdoptionHeld' } },
      },
    ])
    await life.cycle()
    expect(life.writes).toEqual([])
  },
)

test('what a person allowed is taken over with the next cycle', async () => {
  const life = await existing()
  allow(life)
  await life.cycle()
  expect(life.writes).toEqual(['update u0@x displayName=N0'])
  expect(life.link(0)).toMatchObject({ targetId: 'old', state: 'managed' })
  expect(life.looks('adoptionHeld')).toEqual([])
})

test('what a person rejected stays as it is, whatever changes in the directory', async () => {
  const life = await existing()
  allow(life, 'rejected')
  await life.happen({ what: 'name', slot: 0, to: 2 }).cycle()
  expect(life.writes).toEqual([])
  expect(life.looks('adoptionHeld')).toMatchObject([{ decision: 'rejected' }])
})

test('an account that we made ourselves, and whose answer was lost, is no adoption', async () => {
  const life = new Life({ adopt: 'review' }).happen({ what: 'create', slot: 0 })
  const target = life.application
  life.beforeWrite = () => {
    target.accounts.set('a9', { userName: 'u0@x', displayName: 'N0', active: true })
    throw new TargetError({ code: 'Timeout', message: 'lost', retry: 'soon' })
  }
  await life.cycle()
  life.beforeWrite = () => undefined
  await life.cycle()
  expect(life.link(0)).toMatchObject({ targetId: 'a9' })
  expect(life.looks('adoptionHeld')).toEqual([])
})

test('a plan shows it as held, with the old owner beside the new one', async () => {
  const life = await existing()
  life.memory.state.watermark = null
  const [change] = (await life.plan()).filter(({ ref }) => ref.id === life.world.at(0)?.id)
  expect(change).toMatchObject({ held: { kind: 'adoption' }, reason: { details: { owner: 'Anna of old' } } })
})
