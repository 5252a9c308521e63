/** A target in memory that enforces unique userNames and handles, and can be made to fail. */
import { TargetError, TargetUnusable, type AttributeChange, type Target, type TargetObject } from '@usher/engine'
import { parsePath, readPath, referenceTo, writePath, type Attributes, type Json } from '@usher/scim'

/** What happens to one request: nothing was done, or not now; it was done but the answer was lost; nobody there. */
export type Fault = 'refused' | 'throttled' | 'answerLost' | 'down'

export class MemoryTarget {
  readonly accounts = new Map<string, Attributes>()
  readonly groups = new Map<string, Attributes>()
  /** What was last written by hand where no mapping writes, by account. */
  readonly notes = new Map<string, Json>()
  /** Target ids of the members of each group. */
  readonly members = new Map<string, ReadonlySet<string>>()
  requests = 0
  /** Something that happens meanwhile. */
  onRequest: () => void = () => undefined
  #made = 0
  #faults: readonly (Fault | null)[] = []

  /** The next requests fail so, one after the other. */
  failNext(faults: readonly (Fault | null)[]): void {
    this.#faults = faults
  }

  target(): Target {
    const of = (type: string): Map<string, Attributes> => (type === 'Group' ? this.groups : this.accounts)
    const object = (type: string, id: string): TargetObject | null => {
      const attributes = of(type).get(id)
      return attributes === undefined ? null : { id, attributes: { ...attributes, id } }
    }
    return {
      able: {
        delete: true, deleteGroups: true, softDelete: true, groups: true, membersPerRequest: 2, list: true, pageSize: 2, parallel: 2,
      }, // prettier-ignore
      find: (type, terms) =>
        this.#request(() =>
          [...of(type).keys()]
            .map((id) => object(type, id))
            .filter((one): one is TargetObject =>
              terms.every(({ path, value }) => {
                const actual = one === null ? undefined : readPath(one.attributes, parsePath(path))
                return typeof actual === 'string' && actual.toLowerCase() === String(value).toLowerCase()
              }),
            ),
        ),
      get: ({ type, id }) => this.#request(() => object(type, id)),
      create: (type, attributes) =>
        this.#request(() => {
          this.#unique(of(type), attributes, null)
          this.#made += 1
          const id = `${type === 'Group' ? 'b' : 'a'}${this.#made}`
          of(type).set(id, attributes)
          return { id, attributes }
        }),
      update: (type, { id }, patch) =>
        this.#request(() => {
          let attributes = of(type).get(id)
          if (attributes === undefined) throw new TargetError({ code: 'InvalidAnchor', message: 'gone', retry: 'soon' })
          for (const change of patch) {
            attributes = writePath(attributes, parsePath(change.path), valueOf(change, attributes))
          }
          this.#unique(of(type), attributes, id)
          of(type).set(id, attributes)
          return []
        }),
      delete: ({ type, id }) =>
        this.#request(() => {
          if (type === 'Group') this.vanishGroup(id)
          else this.vanish(id)
        }),
      changeMembers: (group, { add, remove }) =>
        this.#request(() => {
          if (!this.groups.has(group)) throw new TargetError({ code: 'InvalidAnchor', message: 'gone', retry: 'soon' })
          if (add.some((id) => !this.accounts.has(id)))
            throw new TargetError({ code: 'UnprocessableEntity', message: 'no such member', retry: 'later' })
          const before = [...(this.members.get(group) ?? [])]
          this.members.set(group, new Set([...before, ...add].filter((id) => !remove.includes(id))))
        }),
      members: (group) => this.#request(() => (this.groups.has(group) ? [...(this.members.get(group) ?? [])] : null)),
      list: async function* (this: MemoryTarget, type: string) {
        const ids = [...of(type).keys()]
        for (let start = 0; start < Math.max(1, ids.length); start += 2) {
          const objects = await this.#request(() => ids.slice(start, start + 2).map((id) => object(type, id)))
          yield { objects: objects.filter((one) => one !== null), total: ids.length }
        }
      }.bind(this),
    }
  }

  /** An account is gone, and out of every group with it. */
  vanish(id: string): boolean {
    for (const [group, members] of this.members) {
      if (members.has(id)) this.members.set(group, new Set([...members].filter((one) => one !== id)))
    }
    return this.accounts.delete(id)
  }

  vanishGroup(id: string): boolean {
    this.members.delete(id)
    return this.groups.delete(id)
  }

  async #request<T>(work: () => T): Promise<T> {
    this.requests += 1
    const [fault = null, ...rest] = this.#faults
    this.#faults = rest
    this.onRequest()
    // Some requests take longer than others, so that a later one may be carried out before.
    for (let turns = [1, 2, 150, 3][this.requests % 4] ?? 1; turns > 0; turns -= 1) await Promise.resolve()
    if (fault === 'refused') throw new TargetError({ code: 'InternalServerError', message: 'refused', retry: 'soon' })
    if (fault === 'throttled') throw new TargetError({ code: 'TooManyRequests', message: 'later', retry: 'soon' })
    if (fault === 'down')
      throw new TargetUnusable({ code: 'WebExceptionProtocolError', message: 'down', retry: 'soon' })
    const result = work()
    if (fault === 'answerLost') throw new TargetError({ code: 'Timeout', message: 'lost', retry: 'soon' })
    return result
  }

  #unique(among: ReadonlyMap<string, Attributes>, attributes: Attributes, id: string | null): void {
    for (const path of among === this.groups ? ['displayName'] : ['userName', 'handle']) {
      const value = folded(attributes[path])
      if (value === null) continue
      for (const [other, account] of among) {
        if (other !== id && folded(account[path]) === value) {
          throw new TargetError({ code: 'EntryConflict', message: `${path} is taken`, retry: 'soon' })
        }
      }
    }
  }
}

function folded(value: Json | undefined): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null
}

/** What the attribute becomes; an addition to several values joins them. */
function valueOf({ op, path, to, kind }: AttributeChange, attributes: Attributes): Json {
  if (op === 'remove') return null
  const value = kind === 'reference' ? referenceTo(to as Json) : (to as Json)
  const before = readPath(attributes, parsePath(path))
  return op === 'add' && Array.isArray(value) && Array.isArray(before) ? ([...before, ...value] as Json) : value
}
