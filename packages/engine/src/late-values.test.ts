/** Values that exist only when they are written: SelectUniqueValue, chance, and what is redacted. */
import { describe, expect, test } from 'vitest'
import { active, Life, row } from '../../../test/law/life.ts'
import { create, noted, ruleOf, touch, userName, withMore } from '../../../test/law/mapped.ts'
import type { AttributeMapping } from './job/schema.ts'
import { TargetError, TargetUnusable } from './ports.ts'
import { logExchanges } from './record/log-record.ts'

describe('a unique value', () => {
  const unique: AttributeMapping = {
    ...row('SelectUniqueValue([displayName], Append([displayName], "2"), Append([displayName], "3"))', 'title'),
    flowType: 'ObjectAddOnly',
  }
  const same = withMore({ displayName: 'Ana' })

  test('is the first that nobody has, also among people of one page', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0), create(1))
    life.says = same
    const [plan] = await life.plan()
    expect(plan).toMatchObject({ patch: expect.arrayContaining([expect.objectContaining({ path: 'title', to: expect.objectContaining({ late: 'firstFree', free: 'Ana' }) })]) }) // prettier-ignore
    await life.cycle()
    expect(new Set([0, 1].map((slot) => life.account(`u${slot}@x`)?.['title']))).toEqual(new Set(['Ana', 'Ana2']))
    await life.happen(touch(0)).cycle()
    expect(life.writes).toEqual([])
  })

  test('is the next when somebody takes it between asking and writing', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0))
    life.says = same
    let raced = false
    life.beforeWrite = () => {
      if (raced) return
      raced = true
      life.application.accounts.set('other', { userName: 'other@x', title: 'Ana' })
      throw new TargetError({ code: 'EntryConflict', message: 'title is taken', retry: 'soon' })
    }
    await life.cycle()
    expect(life.account('u0@x')?.['title']).toBe('Ana2')
  })

  test('of two such values the one that nobody took is kept', async () => {
    const other: AttributeMapping = {
      ...row('SelectUniqueValue([nick], Append([nick], "2"))', 'displayName'),
      flowType: 'ObjectAddOnly',
    }
    const life = new Life(ruleOf([userName, active, unique, other])).happen(create(0))
    life.says = withMore({ displayName: 'Ana', nick: 'annie' })
    life.beforeWrite = () => {
      if (life.application.accounts.has('other')) return
      life.application.accounts.set('other', { userName: 'other@x', title: 'Ana' })
      throw new TargetError({ code: 'EntryConflict', message: 'title is taken', retry: 'soon' })
    }
    await life.cycle()
    expect(life.account('u0@x')).toMatchObject({ title: 'Ana2', displayName: 'annie' })
  })

  test('a plan shows another one to each person', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0), create(1), create(2), create(3))
    life.says = same
    const patches = (await life.plan()).flatMap((change) => ('patch' in change ? change.patch : []))
    const shown = patches.flatMap(({ to }) => (typeof to === 'object' && to !== null && 'free' in to ? [to.free] : []))
    expect(new Set(shown)).toEqual(new Set(['Ana', 'Ana2', 'Ana3']))
  })

  test('may be made by chance; then neither log nor message tell what was asked for', async () => {
    const chance = 'SelectUniqueValue([nobody], Append([displayName], RandomString(8, 1, 0, 1, 0)))'
    const life = noted({ ...row(chance, 'title'), flowType: 'ObjectAddOnly' })
    life.says = same
    const asked: string[] = []
    life.asks = ([{ path, value } = { path: '', value: '' }]) => {
      if (path !== 'title') return
      asked.push(String(value))
      throw new TargetError({ code: 'InternalServerError', message: `no ${String(value)}`, retry: 'later' })
    }
    await life.cycle()
    expect(asked[0]).toMatch(/^Ana.{8}$/)
    expect(JSON.stringify(life.logged(0))).not.toContain(asked[0])
    expect(JSON.stringify(life.outcomes(0).map(logExchanges))).not.toContain(asked[0])
    life.asks = () => undefined
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')?.['title']).toMatch(/^Ana.{8}$/)
  })

  test('fails with what to do when all are taken', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0))
    life.says = same
    for (const title of ['Ana', 'ana2', 'ANA3']) life.application.accounts.set(title, { userName: title, title })
    expect(await life.cycle()).toMatchObject({ created: 0, failed: 1 })
    expect(life.looks('failed')[0]?.error?.message).toContain('Add another rule to SelectUniqueValue.')
  })
})

describe('a random value', () => {
  test('is written at creation, and neither log nor plan tell it', async () => {
    const secret: AttributeMapping = row('Append("x", RandomString(10, 1, 0, 1, 1))', 'title')
    const life = noted(secret)
    const [plan] = await life.plan()
    expect(JSON.stringify(plan)).toContain('"late":"generated"')
    await life.cycle()
    const title = String(life.account('u0@x')?.['title'])
    expect(title).toMatch(/^x.{10}$/)
    expect(life.logged(0)).toMatchObject([{ modifiedProperties: expect.arrayContaining([{ displayName: 'title', oldValue: null, newValue: '(generated)' }]) }]) // prettier-ignore
    expect(JSON.stringify(life.logged(0))).not.toContain(title)
    await life.happen(touch(0)).cycle({ verify: true })
    expect(life.writes).toEqual([])
    expect(life.account('u0@x')?.['title']).toBe(title)
  })

  test('that gives nothing for somebody is left out for them', async () => {
    const life = noted(row('IIF([displayName] = "N0", IgnoreAttributeFlow, RandomString(10, 1, 0, 1, 1))', 'title'))
    expect(await life.happen(create(1)).cycle()).toMatchObject({ created: 2, failed: 0 })
    expect(life.account('u0@x')).not.toHaveProperty('title')
    expect(life.account('u1@x')).toHaveProperty('title')
  })
})

describe('a redacted value', () => {
  test('that the application repeats in its refusal is not told', async () => {
    const life = noted(row('Redact([password])', 'title'))
    life.says = withMore({ password: 'hunter"2' })
    life.beforeWrite = () => {
      throw new TargetError({ code: 'UnprocessableEntity', message: 'the title "hunter\\"2" (hunter"2) is weak', retry: 'later' }) // prettier-ignore
    }
    await life.cycle()
    expect(life.looks('failed')[0]?.error?.message).toBe('the title "[Redact]" ([Redact]) is weak')
  })

  test.each<readonly [string, AttributeMapping]>([
    ['is cleared', { ...row('Redact([password])', 'title'), usher: { nullPolicy: 'clear' } }],
    ['gives way to another', row('IIF(IsNull([password]), "none", Redact([password]))', 'title')],
  ])('that %s is not told as the old value', async (_, mapping) => {
    const life = noted(mapping)
    life.says = withMore({ password: 'hunter2' })
    await life.cycle()
    expect(life.account('u0@x')?.['title']).toBe('hunter2')
    life.says = withMore({})
    await life.happen(touch(0)).cycle()
    expect(life.writes).toHaveLength(1)
    expect(life.logged(0)).toHaveLength(1)
    expect(JSON.stringify(life.logged(0))).not.toContain('hunter2')
  })

  test('is not told either when the refusal ends the cycle', async () => {
    const life = noted(row('Redact([password])', 'title'))
    life.says = withMore({ password: 'hunter2' })
    life.beforeWrite = () => {
      throw new TargetUnusable({ code: 'InsufficientRights', message: 'may not write "hunter2"', retry: 'later' })
    }
    await expect(life.cycle()).rejects.toThrow('may not write "[Redact]"')
  })

  test('is not told in parts when another one is contained in it', async () => {
    const life = new Life(ruleOf([userName, active, row('Redact([a])', 'title'), row('Redact([b])', 'displayName')]))
    life.says = withMore({ a: 'hunter', b: 'hunter2' })
    life.beforeWrite = () => {
      throw new TargetError({ code: 'UnprocessableEntity', message: 'hunter2 is weak', retry: 'later' })
    }
    await life.happen(create(0)).cycle()
    expect(life.looks('failed')[0]?.error?.message).toBe('[Redact] is weak')
  })
})
