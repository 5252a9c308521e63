/** What somebody does in the application by hand. */
import type { Json } from '@usher/scim'
import type { MemoryTarget } from './memory-target.ts'
import type { World } from './world.ts'

/** `to` null: the value is removed. */
export type Edit = {
  readonly what: 'edit'
  readonly slot: number
  readonly attribute: string
  readonly to: Json
}

/** No mapping writes this attribute: what somebody wrote there stays. */
export const unmanaged = 'note'

/** Removes the account of a person; whether there was one. */
export function vanish(world: World, target: MemoryTarget, slot: number): boolean {
  const id = accountOf(world, target, slot)
  return id !== undefined && target.vanish(id)
}

/** Edits the account of a person; whether it now differs from what was sent. */
export function edit(world: World, target: MemoryTarget, { slot, attribute, to }: Edit): boolean {
  const id = accountOf(world, target, slot)
  if (id === undefined) return false
  const { [attribute]: _, ...rest } = target.accounts.get(id) ?? {}
  target.accounts.set(id, to === null ? rest : { ...rest, [attribute]: to })
  if (attribute === unmanaged) target.notes.set(id, to)
  return attribute !== unmanaged
}

/** Removes a group, or a member of it; whether there was one. */
export function regroup(world: World, target: MemoryTarget, event: Regrouping): boolean {
  const name = world.groupAt(event.group)?.name
  const group = [...target.groups].find(([, one]) => one['displayName'] === name)?.[0]
  if (group === undefined) return false
  if (event.what === 'vanishGroup') return target.vanishGroup(group)
  const member = accountOf(world, target, event.slot)
  const members = target.members.get(group)
  if (member === undefined || members?.has(member) !== true) return false
  target.members.set(group, new Set([...members].filter((one) => one !== member)))
  return true
}

type Regrouping = { readonly what: 'vanishGroup' | 'removeByHand'; readonly group: number; readonly slot: number }

function accountOf(world: World, target: MemoryTarget, slot: number): string | undefined {
  const upn = world.at(slot)?.upn
  return [...target.accounts].find(([, account]) => account['userName'] === upn)?.[0]
}
