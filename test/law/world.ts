/** A small directory in memory, as a source: what generated histories happen to. */
import type { Membership } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'

export type Person = {
  id: string
  upn: string
  name: string
  enabled: boolean
  assigned: boolean
  deleted: boolean
  manager: string | null
  /** What else the directory holds of them. */
  more: Attributes
}

export type Group = {
  id: string
  name: string
  assigned: boolean
  readonly members: Set<string>
}

/** `slot` names a person as histories do; whoever is hard-deleted and made again is somebody else in the same slot. */
export type Happening =
  | { readonly what: 'create'; readonly slot: number; readonly more?: Attributes }
  /** null: nothing any more. */
  | { readonly what: 'set'; readonly slot: number; readonly attribute: string; readonly to: Json }
  | {
      readonly what: 'disable' | 'enable' | 'assign' | 'unassign' | 'delete' | 'restore' | 'purge' | 'vanish'
      readonly slot: number
    }
  | { readonly what: 'name' | 'rename'; readonly slot: number; readonly to: number }
  | { readonly what: 'manage'; readonly slot: number; readonly by: number }
  | GroupHappening

/** `group` names a group as `slot` names a person; whoever it is about may be in no slot. */
export type GroupHappening =
  | {
      readonly what: 'form' | 'dissolve' | 'assignGroup' | 'unassignGroup' | 'vanishGroup'
      readonly group: number
      readonly slot: number
    }
  | { readonly what: 'call'; readonly group: number; readonly slot: number; readonly to: number }
  | { readonly what: 'join' | 'leave' | 'removeByHand'; readonly group: number; readonly slot: number }

export class World {
  readonly people = new Map<string, Person>()
  readonly groups = new Map<string, Group>()
  /** When an object, or a membership, changed last. */
  readonly feed = new Map<string, { readonly type: string; readonly id: string; readonly at: number }>()
  readonly memberFeed = new Map<string, Membership & { readonly at: number }>()
  readonly #slots = new Map<number, string>()
  readonly #groupSlots = new Map<number, string>()
  readonly #names = new Map<number, string>()
  #sequence = 0
  #made = 0

  get sequence(): number {
    return this.#sequence
  }

  groupAt(group: number): Group | undefined {
    return this.groups.get(this.#groupSlots.get(group) ?? '')
  }

  at(slot: number): Person | undefined {
    return this.people.get(this.#slots.get(slot) ?? '')
  }

  happen(event: Happening): void {
    if ('group' in event) return this.#happenToGroup(event)
    const person = this.at(event.slot)
    if (event.what === 'create') {
      if (person !== undefined) return
      this.#made += 1
      const id = `p${this.#made}`
      // The slot keeps its name: somebody who was removed for good comes back as a new object.
      const upn = this.#names.get(event.slot) ?? `u${event.slot}@x`
      this.people.set(id, {
        id,
        upn,
        name: `N${event.slot}`,
        enabled: true,
        assigned: true,
        deleted: false,
        manager: null,
        more: event.more ?? {},
      })
      this.#slots.set(event.slot, id)
      this.#touch(id)
      return
    }
    if (person === undefined || event.what === 'vanish') return
    switch (event.what) {
      case 'name':
        person.name = `name ${event.to}`
        break
      case 'set': {
        const { [event.attribute]: _, ...rest } = person.more
        person.more = event.to === null ? rest : { ...rest, [event.attribute]: event.to }
        break
      }
      case 'rename':
        // Nobody takes a name that somebody else's account may still hold: that is a conflict at any target.
        person.upn = `${person.id}.${event.to}@x`
        this.#names.set(event.slot, person.upn)
        break
      case 'disable':
        person.enabled = false
        break
      case 'enable':
        person.enabled = true
        break
      case 'assign':
        person.assigned = true
        break
      case 'unassign':
        person.assigned = false
        break
      case 'delete':
        person.deleted = true
        break
      case 'restore':
        person.deleted = false
        break
      case 'manage': {
        const manager = this.at(event.by)
        person.manager = manager === undefined || manager.id === person.id ? null : manager.id
        break
      }
      case 'purge':
        this.people.delete(person.id)
        this.#slots.delete(event.slot)
        for (const other of this.people.values()) if (other.manager === person.id) other.manager = null
        for (const group of this.groups.values())
          if (group.members.delete(person.id)) this.#touchMember(group.id, person.id)
        break
    }
    this.#touch(person.id)
  }

  #happenToGroup(event: GroupHappening): void {
    const group = this.groupAt(event.group)
    if (event.what === 'form') {
      if (group !== undefined) return
      this.#made += 1
      const id = `g${this.#made}`
      this.groups.set(id, { id, name: `G${this.#made}`, assigned: true, members: new Set() })
      this.#groupSlots.set(event.group, id)
      return this.#touchGroup(id)
    }
    if (group === undefined) return
    const person = this.at(event.slot)?.id
    switch (event.what) {
      case 'dissolve':
        this.groups.delete(group.id)
        this.#groupSlots.delete(event.group)
        for (const member of group.members) this.#touchMember(group.id, member)
        return this.#touchGroup(group.id)
      case 'assignGroup':
      case 'unassignGroup':
        group.assigned = event.what === 'assignGroup'
        return this.#touchGroup(group.id)
      case 'call':
        group.name = `${group.id} called ${event.to}`
        return this.#touchGroup(group.id)
      case 'join':
        if (person === undefined) return
        group.members.add(person)
        return this.#touchMember(group.id, person)
      case 'leave':
        if (person !== undefined && group.members.delete(person)) this.#touchMember(group.id, person)
        return
      case 'vanishGroup':
      case 'removeByHand':
        return
    }
  }

  inScope(person: Person): boolean {
    return person.enabled && person.assigned && !person.deleted
  }

  #touch(id: string): void {
    this.#note('User', id)
  }

  #touchGroup(id: string): void {
    this.#note('Group', id)
  }

  #note(type: string, id: string): void {
    this.#sequence += 1
    this.feed.delete(id)
    this.feed.set(id, { type, id, at: this.#sequence })
  }

  #touchMember(group: string, member: string): void {
    this.#sequence += 1
    const membership = { group: { type: 'Group', id: group }, member: { type: 'User', id: member } }
    this.memberFeed.set(`${group}/${member}`, { ...membership, at: this.#sequence })
  }
}
