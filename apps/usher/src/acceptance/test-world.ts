/**
 * A directory, a job that runs and an application over real HTTP, for scenarios that test the whole way.
 *
 * A scenario says what is given, what happens, which requests arrive, what the log says, and what is remembered.
 */
import type { CycleSummary, Instant, SynchronizationSchema } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { sql } from 'kysely'
import { findTemplate } from '../gallery/gallery.ts'
import { generic } from '../gallery/generic/template.ts'
import type { House } from '../runner/open-job.ts'
import type { CycleEnd } from '../runner/one-cycle.ts'
import { createRunner, type Runner } from '../runner/runner.ts'
import { assign, insertApplication, unassign, type Application } from '../store/applications.ts'
import { rows, uuids } from '../store/bulk.ts'
import { change, touch, type Store } from '../store/directory.ts'
import { addMembers, removeMembers } from '../store/group-members.ts'
import { createGroup, setGroup } from '../store/groups.ts'
import { insertJob, readJob, saveCredentials, saveSettings, setState, type Job } from '../store/jobs.ts'
import { links } from '../store/journal.ts'
import { readLog } from '../store/log-read.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import { deleteUser, purgeUser, restoreUser } from '../store/user-life.ts'
import { setUser } from '../testing/set-user.ts'
import { startProvider, type Provider } from '../testing/provider.ts'
import { newTenant } from '../testing/stores.ts'
import type { Ground } from './test-ground.ts'
import { noteNames, sentence, short } from './test-requests.ts'

export type Setting = {
  /** The gallery entry whose limits hold: what the application can do. */
  readonly application?: string
  readonly schema?: SynchronizationSchema
  readonly settings?: Partial<JobRowSettings>
  readonly appRoles?: Application['appRoles']
  readonly requiresRole?: boolean
}
/** What one cycle did, in the words of `sentence`; log lines in the order of their making. */
export type Told = { readonly requests: readonly string[]; readonly log: readonly string[]; readonly summary: CycleSummary } // prettier-ignore

/** One directory with one job and its application; people and groups are called by short names. */
export class World {
  readonly ids = new Map<string, string>()
  readonly ground: Ground
  readonly store: Store
  readonly provider: Provider
  readonly app: Application
  readonly house: House
  runner: Runner
  #job: Job
  #now = Date.parse('2026-03-02T09:00:00.000Z')
  #seen = { requests: 0, line: 0 }
  readonly #names = new Map<string, string>()

  private constructor(ground: Ground, of: { store: Store; provider: Provider; app: Application; job: Job }) {
    this.ground = ground
    this.store = of.store
    this.provider = of.provider
    this.app = of.app
    this.#job = of.job
    const { keys, edge, kind } = ground
    const ending = new AbortController().signal
    this.house = { store: of.store, keys, connections: edge, ending, exclusive: kind === 'pglite', now: () => this.now() } // prettier-ignore
    this.runner = createRunner(this.house, () => undefined)
  }

  static async of(ground: Ground, setting: Setting = {}): Promise<World> {
    const store = await newTenant(ground.database)
    const provider = await startProvider()
    const template = findTemplate(setting.application ?? 'generic')
    const { appRoles = [], requiresRole = false, schema = generic.schema } = setting
    const app = await insertApplication(store, { displayName: 'App', templateId: template.id, appRoles, requiresRole })
    const job = await insertJob(store, app, { schema, settings: { ...generic.settings, ...setting.settings } })
    await saveCredentials(store, ground.keys, job.id, { tenantUrl: provider.tenantUrl, secretToken: 'x' })
    return new World(ground, { store, provider, app, job })
  }

  async close(): Promise<void> {
    await this.runner.close()
    await this.provider.close()
  }

  now(): Instant {
    return new Date(this.#now).toISOString() as Instant
  }
  /** Time goes by, for cycles and their log. */
  pass({ days = 0, minutes = 0 }: { readonly days?: number; readonly minutes?: number }): void {
    this.#now += (days * 24 * 60 + minutes) * 60_000
  }
  get job(): string {
    return this.#job.id
  }
  readJob(): Promise<Job> {
    return readJob(this.store, this.job)
  }
  async settings(change: Partial<JobRowSettings>): Promise<void> {
    const job = await this.readJob()
    await saveSettings(this.store, job, { ...job.settings, ...change })
  }

  /** The short name stands for userPrincipalName, displayName and mailNickname. */
  async person(name: string, values: Readonly<Record<string, Json>> = {}): Promise<void> {
    const usual = this.ids.has(name) ? {} : { displayName: name, mailNickname: name }
    const { user } = await setUser(this.store, upn(name), { ...usual, ...values })
    this.ids.set(name, user.id)
  }
  async people(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.person(name)
  }
  /** Many people at once. */
  async crowd(names: readonly string[]): Promise<void> {
    const list = names.map((name) => ({ name, upn: upn(name) }))
    await change(this.store, async (trx) => {
      const { rows: made } = await sql<{ id: string; name: string }>`
        insert into directory_user (tenant_id, user_principal_name, attributes)
        select ${this.store.tenant}::uuid, r.upn, jsonb_build_object('displayName', r.name, 'mailNickname', r.name)
        from ${rows('name text, upn text', list)} returning id, attributes ->> 'displayName' as name`.execute(trx)
      for (const { id, name } of made) this.ids.set(name, id)
      await touch(trx, this.store.tenant, uuids(made.map(({ id }) => id)))
    })
  }
  async assigned(...names: readonly string[]): Promise<void> {
    await this.people(...names)
    for (const name of names) await this.assign(name)
  }
  assign = (name: string, role: string | null = null) => assign(this.store, this.app, this.id(name), role)
  unassign = (name: string) => unassign(this.store, this.app, this.id(name))
  disable = (name: string) => this.person(name, { accountEnabled: false })
  enable = (name: string) => this.person(name, { accountEnabled: true })
  softDelete = (name: string) => deleteUser(this.store, upn(name))
  restore = (name: string) => restoreUser(this.store, upn(name))
  hardDelete = (name: string) => purgeUser(this.store, upn(name))
  async group(name: string, ...members: readonly string[]): Promise<void> {
    const { id } = await createGroup(this.store, name)
    this.ids.set(name, id)
    if (members.length > 0) await this.join(name, ...members)
  }
  renameGroup = (name: string, displayName: string) => setGroup(this.store, this.id(name), { displayName })
  join = (group: string, ...members: readonly string[]) =>
    addMembers(this.store, group, members.map((name) => this.id(name))) // prettier-ignore
  leave = (group: string, ...members: readonly string[]) =>
    removeMembers(this.store, group, members.map((name) => this.id(name))) // prettier-ignore
  id(name: string): string {
    const id = this.ids.get(name)
    if (id === undefined) throw new Error(`Nobody is called ${name}`)
    return id
  }

  /** An account that was there before. Returns its target id. */
  account(id: string, attributes: Attributes): string {
    this.provider.users.set(id, attributes)
    return id
  }

  /** Does something to the job while none of its cycles can run, and none begins by itself afterwards. */
  async held(work: () => Promise<unknown>): Promise<void> {
    await this.runner.hold(this.job, async () => {
      await work()
      await setState(this.store, this.job, 'Paused')
    })
  }
  /** Lets `count` writes through; the next one waits until `open`. `reached`: one waits. */
  gate(count: number): { readonly reached: Promise<void>; open(): void } {
    const reached = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<void>()
    let through = 0
    this.provider.beforeWrite = async () => {
      through += 1
      if (through <= count) return
      reached.resolve()
      await opened.promise
    }
    return { reached: reached.promise, open: () => opened.resolve() }
  }

  /** Runs one cycle to its end. Throws when the application could not be used. */
  async cycle(): Promise<Told> {
    return this.told(await this.runner.run(this.job, false))
  }
  /** What arrived and was logged since the last time this was asked. */
  async told(end: CycleEnd): Promise<Told> {
    if (!('summary' in end)) throw new Error(JSON.stringify(end))
    noteNames(this.provider, this.#names)
    const requests = this.provider.arrived.slice(this.#seen.requests).map((one) => sentence(one, this.#names))
    const log = await this.log()
    return { requests, log, summary: end.summary }
  }
  async log(): Promise<readonly string[]> {
    const lines = (await readLog(this.store, { jobs: [this.job], limit: 1000 })).filter(({ id }) => id > this.#seen.line) // prettier-ignore
    this.#seen = { requests: this.provider.arrived.length, line: lines[0]?.id ?? this.#seen.line }
    return lines.toReversed().map(({ entry }) => {
      const { provisioningAction: action, provisioningStatusInfo: { status, errorInformation: error }, sourceIdentity } = entry // prettier-ignore
      return `${sourceIdentity.displayName}: ${action}/${status}${error === null ? '' : `/${error.errorCode}`}`
    })
  }
  entries = async () => (await readLog(this.store, { jobs: [this.job], limit: 1000 })).map(({ entry }) => entry)

  /** `managed active`, `released inactive`; null when nothing is remembered. */
  async link(name: string, type = 'User'): Promise<string | null> {
    const ref = { type, id: this.id(name) }
    const found = [...(await links(this.store, this.job, [ref])).values()][0]
    return found === undefined ? null : `${found.state} ${found.active ? 'active' : 'inactive'}`
  }
  /** Who has an account: `ana active`, `bea inactive`, sorted. */
  accounts(): readonly string[] {
    return [...this.provider.users.values()]
      .map(({ userName, active }) => `${short(userName)} ${active === true ? 'active' : 'inactive'}`)
      .toSorted()
  }
  /** Who is in a group of the application, sorted; null when it has no such group. */
  members(group: string): readonly string[] | null {
    const found = [...this.provider.groups.values()].find(({ displayName }) => displayName === group)
    if (found === undefined) return null
    const members = (found['members'] ?? []) as readonly { readonly value: string }[]
    return members.map(({ value }) => short(this.provider.users.get(value)?.['userName'])).toSorted()
  }
  user(name: string): Attributes {
    const found = [...this.provider.users.values()].find(({ userName }) => short(userName) === name)
    if (found === undefined) throw new Error(`${name} has no account`)
    return found
  }
}

export function upn(name: string): string {
  return `${name}@contoso.example`
}
