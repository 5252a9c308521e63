/** A small directory in memory, as a source: what generated histories happen to. */
import type { Entry, Page, Source, Watermark } from '@usher/engine'
import type { Attributes, Json, Ref } from '@usher/scim'

export const userRole = '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01'

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

export class World {
  readonly people = new Map<string, Person>()
  readonly #slots = new Map<number, string>()
  readonly #names = new Map<number, string>()
  readonly #feed = new Map<string, number>()
  #sequence = 0
  #made = 0

  at(slot: number): Person | undefined {
    return this.people.get(this.#slots.get(slot) ?? '')
  }

  happen(event: Happening): void {
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
        break
    }
    this.#touch(person.id)
  }

  inScope(person: Person): boolean {
    return person.enabled && person.assigned && !person.deleted
  }

  source(): Source {
    const entry = (id: string): Entry => {
      const person = this.people.get(id)
      const ref: Ref = { type: 'User', id }
      if (person === undefined) return { ref, object: null, assignments: [] }
      const object = {
        ...person.more,
        objectId: id,
        userPrincipalName: person.upn,
        displayName: person.name,
        accountEnabled: person.enabled,
        ...(person.manager !== null && { manager: { type: 'User', id: person.manager } }),
        ...(person.deleted && { deletedDateTime: '2026-01-01T00:00:00.000Z' }),
      }
      return { ref, object, assignments: person.assigned ? [{ appRoleId: userRole, via: ref }] : [] }
    }
    const feed = this.#feed
    const mark = (): Watermark => String(this.#sequence) as Watermark
    return {
      async *changes({ after }): AsyncGenerator<Page> {
        const watermark = mark()
        const from = after === null ? 0 : Number(after)
        const ids = [...feed]
          .filter(([, at]) => at > from)
          .toSorted((a, b) => a[1] - b[1])
          .map(([id]) => id)
        const total = ids.length
        for (let start = 0; start < Math.max(1, ids.length); start += 3) {
          yield { entries: ids.slice(start, start + 3).map(entry), watermark, total }
        }
      },
      read: (refs) => Promise.resolve([...new Set(refs.map((ref) => ref.id))].map(entry)),
    }
  }

  #touch(id: string): void {
    this.#sequence += 1
    this.#feed.delete(id)
    this.#feed.set(id, this.#sequence)
  }
}
