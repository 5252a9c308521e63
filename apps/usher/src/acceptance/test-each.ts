import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { openGround, type Ground, type Kind } from './test-ground.ts'
import { World } from './test-world.ts'

/** Hands a world of its own to each test of a block, all of them on one ground. */
export function worldEach(kind: Kind, hand: (world: World) => void): void {
  let ground: Ground
  let world: World
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  beforeEach(async () => hand((world = await World.of(ground))))
  afterEach(() => world.close())
  afterAll(() => ground.close())
}
