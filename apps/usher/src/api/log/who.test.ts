/** `log --who` of somebody whom the directory does not have any more. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { questionOf } from './question.ts'

let ground: Ground
let world: World
let target = ''

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  await world.assigned('Gia Polo 7', 'Gia Rossi', 'Ana 1 Silva')
  await world.cycle()
  target = [...world.provider.users].find(([, { displayName }]) => displayName === 'Gia Rossi')?.[0] ?? ''
  for (const name of ['Gia Polo 7', 'Gia Rossi']) {
    await world.softDelete(name)
    await world.hardDelete(name)
  }
})
afterAll(async () => {
  await world.close()
  await ground.close()
})

const idOf = async (who: string) => (await questionOf(world.store, { app: 'App', who })).objectId

test('is meant by a name as it was, by whole words of it, or by an id of either side', async () => {
  for (const who of ['gia polo 7', 'polo', 'POLO 7', 'Gia Polo 7@contoso.example', world.id('Gia Polo 7')])
    expect(await idOf(who), who).toBe(world.id('Gia Polo 7'))
  expect(await idOf(target)).toBe(world.id('Gia Rossi'))
})

test('is nobody whose lines merely have such words: that is refused, as everywhere else', async () => {
  for (const who of ['pol', 'contoso', 'create', '2', '!'])
    await expect(idOf(who), who).rejects.toThrow(/^There is no .* The log has nobody of that name either; --search /)
})

test('is not one of several: who was meant has to be said', async () => {
  await expect(idOf('gia')).rejects.toThrow(
    /^More than one in the log is called "gia": Gia (Polo 7|Rossi) \(.*@contoso\.example\), Gia .*\. Give /,
  )
})
