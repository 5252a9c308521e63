/** A target in memory that enforces unique userNames and handles, and can be made to fail. */
import { TargetError, TargetUnusable, type AttributeChange, type Target, type TargetObject } from '@usher/engine'
import { parsePath, readPath, referenceTo, writePath, type Attributes, type Json } from '@usher/scim'

/** What happens to one request: nothing was done; it was done but the answer was lost; nobody there. */
export type Fault = 'refused' | 'answerLost' | 'down'

export class MemoryTarget {
  readonly accounts = new Map<string, Attributes>()
  /** What was last written by hand where no mapping writes, by account. */
  readonly notes = new Map<string, Json>()
  /** Target ids of the members of each group. */
  readonly members = new Map<string, ReadonlySet<string>>()
  requests = 0
  #made = 0
  #faults: readonly (Fault | null)[] = []

  /** The next requests fail so, one after the other. */
  failNext(faults: readonly (Fault | null)[]): void {
    this.#faults = faults
  }

  target(): Target {
    const object = (id: string): TargetObject | null => {
      const attributes = this.accounts.get(id)
      return attributes === undefined ? null : { id, attributes: { ...attributes, id } }
    }
    return {
      able: {
        delete: false, softDelete: true, groups: true, membersPerRequest: 2, list: true, pageSize: 2, parallel: 2,
      }, // prettier-ignore
      find: (_type, terms) =>
        this.#request(() =>
          [...this.accounts.keys()].map(object).filter((one): one is TargetObject =>
            terms.every(({ path, value }) => {
              const actual = one === null ? undefined : readPath(one.attributes, parsePath(path))
              return typeof actual === 'string' && actual.toLowerCase() === String(value).toLowerCase()
            }),
          ),
        ),
      get: ({ id }) => this.#request(() => object(id)),
      create: (_type, attributes) =>
        this.#request(() => {
          this.#unique(attributes, null)
          this.#made += 1
          const id = `a${this.#made}`
          this.accounts.set(id, attributes)
          return { id, attributes }
        }),
      update: (_type, { id }, patch) =>
        this.#request(() => {
          let attributes = this.accounts.get(id)
          if (attributes === undefined) throw new TargetError({ code: 'InvalidAnchor', message: 'gone', retry: 'soon' })
          for (const change of patch) {
            attributes = writePath(attributes, parsePath(change.path), valueOf(change, attributes))
          }
          this.#unique(attributes, id)
          this.accounts.set(id, attributes)
        }),
      delete: () => Promise.reject(new Error('not able to delete')),
      changeMembers: (group, { add, remove }) =>
        this.#request(() => {
          if (!this.accounts.has(group))
            throw new TargetError({ code: 'InvalidAnchor', message: 'gone', retry: 'soon' })
          const before = [...(this.members.get(group) ?? [])]
          this.members.set(group, new Set([...before, ...add].filter((id) => !remove.includes(id))))
        }),
      members: (group) => this.#request(() => (this.accounts.has(group) ? [...(this.members.get(group) ?? [])] : null)),
      list: async function* (this: MemoryTarget) {
        const ids = [...this.accounts.keys()]
        for (let start = 0; start < Math.max(1, ids.length); start += 2) {
          const objects = await this.#request(() => ids.slice(start, start + 2).map(object))
          yield { objects: objects.filter((one) => one !== null), total: ids.length }
        }
      }.bind(this),
    }
  }

  async #request<T>(work: () => T): Promise<T> {
    this.requests += 1
    const [fault = null, ...rest] = this.#faults
    this.#faults = rest
    await Promise.resolve()
    if (fault === 'refused') throw new TargetError({ code: 'InternalServerError', message: 'refused', retry: 'soon' })
    if (fault === 'down')
      throw new TargetUnusable({ code: 'WebExceptionProtocolError', message: 'down', retry: 'soon' })
    const result = work()
    if (fault === 'answerLost') throw new TargetError({ code: 'Timeout', message: 'lost', retry: 'soon' })
    return result
  }

  #unique(attributes: Attributes, id: string | null): void {
    for (const path of ['userName', 'handle']) {
      const value = folded(attributes[path])
      if (value === null) continue
      for (const [other, account] of this.accounts) {
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
