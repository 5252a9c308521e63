/** What each event comes to in an application, setting by setting: decided by the engine itself about somebody who does not exist. */
import {
  advise,
  compileFilter,
  nothingHeld,
  planPage,
  say,
  settle,
  type Capabilities,
  type Change,
  type Entry,
  type Instant,
  type Link,
  type MappingContext,
  type Ports,
  type Rule,
} from '@usher/engine'
import type { Attributes } from '@usher/scim'
import type { ScimDialect } from '../connectors/scim/dialects/dialect.ts'
import { wouldSend, type WouldSend } from './would-send.ts'

export type Cell = {
  readonly requests: readonly WouldSend[]
  readonly says: string
  readonly advice: string | null
  /** What becomes of the account, and whether Usher looks after it. */
  readonly afterwards: string
}
export type Deprovisioning = {
  readonly settings: readonly { readonly id: string; readonly title: string; readonly isNow: boolean }[]
  /** A cell for each setting. */
  readonly events: readonly { readonly id: string; readonly title: string; readonly cells: readonly Cell[] }[]
}

type Of = {
  readonly rule: Rule
  readonly able: Capabilities
  readonly dialect: ScimDialect
  readonly context: MappingContext
}

/** Of each setting that changes something about leaving, what it would be like the other way round. */
const settings: readonly {
  readonly id: string
  readonly title: (rule: Rule) => string
  readonly applies?: (of: Of) => boolean
  readonly turned: (rule: Rule) => Rule
}[] = [
  { id: 'now', title: () => 'As it is set', turned: (rule) => rule },
  {
    id: 'update',
    title: ({ actions }) => `Update ${ticked(!actions.update)}`,
    turned: (rule) => ({ ...rule, actions: { ...rule.actions, update: !rule.actions.update } }),
  },
  {
    id: 'delete',
    title: ({ actions }) => `Delete ${ticked(!actions.delete)}`,
    turned: (rule) => ({ ...rule, actions: { ...rule.actions, delete: !rule.actions.delete } }),
  },
  {
    id: 'softDelete',
    title: () => '[IsSoftDeleted] not mapped',
    applies: ({ rule, able }) => able.softDelete && rule.mapping.mappings.some(({ onLeave }) => onLeave),
    turned: (rule) => withMappings(rule, (one) => !one.onLeave),
  },
  {
    id: 'skip',
    title: ({ skipOutOfScopeDeletions }) =>
      `Leave out-of-scope accounts alone: ${skipOutOfScopeDeletions ? 'off' : 'on'}`,
    turned: (rule) => ({ ...rule, skipOutOfScopeDeletions: !rule.skipOutOfScopeDeletions }),
  },
  {
    id: 'keep',
    title: ({ keepReleased }) => `Keep managing released accounts: ${keepReleased ? 'off' : 'on'}`,
    turned: (rule) => ({ ...rule, keepReleased: !rule.keepReleased }),
  },
  {
    id: 'later',
    title: ({ deleteAfterDays }) => (deleteAfterDays === null ? 'Delete after 30 days' : 'Never delete later'),
    applies: ({ able }) => able.delete && able.softDelete,
    turned: (rule) => ({ ...rule, deleteAfterDays: rule.deleteAfterDays === null ? 30 : null }),
  },
]

const ref = { type: 'User', id: '00000000-0000-4000-8000-000000000001' }
const assigned = (appRoleId: string) => [{ appRoleId, via: ref }]
const noRole = '00000000-0000-0000-0000-000000000000'
/** Nobody passes it: everybody has an id. */
const nobody = compileFilter({ groups: [{ clauses: [{ sourceOperandName: 'id', operatorName: 'IS NULL' }] }] }).groups
const inUse: Link = { targetId: '{id}', joinedBy: null, state: 'managed', active: true, sent: null }

type Event = {
  readonly id: string
  readonly title: string
  readonly applies?: (rule: Rule) => boolean
  /** Roles and attributes that the person has then; `object` null: the directory does not know them any more. */
  readonly object: Attributes | null
  readonly gone?: 'assignment' | 'role'
  readonly filtered?: true
  /** The events that came before, which say what is known of the account. */
  readonly after?: string
  readonly link?: Link | null
}

const events: readonly Event[] = [
  { id: 'unassigned', title: 'Unassigned, or out of the group', object: {}, gone: 'assignment' },
  { id: 'filtered', title: 'Fails the scoping filter', object: {}, filtered: true },
  {
    id: 'role',
    title: 'Has Default Access only',
    applies: ({ scope }) => scope.requiresRole && !scope.syncAll,
    object: {},
    gone: 'role',
  },
  { id: 'disabled', title: 'Disabled in the directory', object: { accountEnabled: false } },
  { id: 'deleted', title: 'Deleted, so in the recycle bin', object: { deletedDateTime: '2026-01-01T00:00:00.000Z' } },
  { id: 'purged', title: 'Deleted for good, 30 days later', object: null, after: 'deleted' },
  { id: 'purgedReleased', title: 'Deleted for good after being unassigned', object: null, after: 'unassigned' },
  { id: 'days', title: 'Disabled, and the days are over', applies: ({ deleteAfterDays }) => deleteAfterDays !== null, object: { accountEnabled: false }, after: 'disabled' },
  { id: 'returned', title: 'Assigned, enabled or restored again', object: {}, after: 'unassigned' },
  { id: 'never', title: 'Out of scope before there was an account', object: {}, gone: 'assignment', link: null },
] // prettier-ignore

/** Years later, so that days that were to be waited for are over. */
const later = '2126-01-01T00:00:00.000Z' as Instant

export async function deprovisioning(of: Of): Promise<Deprovisioning> {
  const columns = settings.filter(({ applies = () => true }) => applies(of)).map((one) => ({ ...one, rule: one.turned(of.rule) })) // prettier-ignore
  const rows = events.filter(({ applies = () => true }) => columns.some(({ rule }) => applies(rule)))
  return {
    settings: columns.map(({ id, title }) => ({ id, title: title(of.rule), isNow: id === 'now' })),
    events: await Promise.all(
      rows.map(async (event) => ({
        id: event.id,
        title: event.title,
        cells: await Promise.all(columns.map(async ({ rule }) => (await after(of, rule, event)).cell)),
      })),
    ),
  }
}

type Happened = { readonly cell: Cell; readonly link: Link | null; readonly active: boolean }

async function after(of: Of, rule: Rule, event: Event): Promise<Happened> {
  const before = events.find(({ id }) => id === event.after)
  const known: Pick<Happened, 'link' | 'active'> =
    before === undefined ? { link: event.link === undefined ? inUse : event.link, active: true } : await after(of, rule, before) // prettier-ignore
  const change = await planned(of, rule, event, known)
  const { digest } = deciding
  const { link: next } = settle(
    { change, result: 'success', written: 'patch' in change ? change.patch : [], exchanges: [] },
    { rule, able: of.able, started: of.context.now, initial: false, digest },
  )
  const link = next === undefined ? known.link : next
  const active = change.action === 'delete' ? false : (activeAfter(change) ?? known.active)
  const requests = await wouldSend(of, rule.targetType, change)
  const cell = {
    requests,
    says: say(change.reason),
    advice: advise(change.reason),
    afterwards: standing(change, { before: known.link, link, active }),
  }
  return { cell, link, active }
}

function standing(
  { action }: Change,
  { before, link, active }: { readonly before: Link | null; readonly link: Link | null; readonly active: boolean },
): string {
  if (action === 'delete') return 'gone'
  if (before === null && link === null) return 'none'
  return `${active ? 'active' : 'inactive'}, ${link === null ? 'forgotten' : link.state}`
}

function activeAfter(change: Change): boolean | undefined {
  const written = 'patch' in change ? change.patch.find(({ path }) => path === 'active')?.to : undefined
  return written === undefined ? undefined : JSON.stringify(written).toLowerCase().replaceAll('"', '') === 'true'
}

async function planned(
  of: Of,
  rule: Rule,
  event: Event,
  { link, active }: Pick<Happened, 'link' | 'active'>,
): Promise<Change> {
  // prettier-ignore
  const role = event.gone === 'role' ? noRole : ([...rule.scope.roles.keys()].find((id) => id !== noRole) ?? noRole)
  const object = event.object === null ? null : { id: ref.id, displayName: 'Somebody', accountEnabled: true, ...event.object } // prettier-ignore
  const entry: Entry = {
    ref,
    object,
    assignments: event.gone === 'assignment' || object === null ? [] : assigned(role),
  }
  // Only what is about leaving and coming back is told; everything else of the mapping is about whoever it is.
  const narrow = withMappings({ ...rule, scope: { ...rule.scope, conditions: [], concerns: [], filter: event.filtered ? nobody : [] } }, (one) => one.onLeave) // prettier-ignore
  const attributes = Object.fromEntries(
    narrow.mapping.mappings.map(({ path }) => [path, path === 'active' ? active : '']),
  )
  const found = { id: '{id}', attributes }
  const ports = {
    ...deciding,
    target: { able: of.able, get: async () => found, find: async () => [] },
    journal: {
      links: async () => new Map(link === null ? [] : [[`${ref.type}/${ref.id}`, link]]),
      looksOf: async () => new Map(),
    },
  }
  const now = event.id === 'days' ? later : of.context.now
  const options = { context: { ...of.context, now }, index: null, verify: true, hold: nothingHeld, asked: 'plan' } as const // prettier-ignore
  // Planning one object asks nothing else.
  const { plan } = await planPage(ports as unknown as Ports, narrow, [entry], options)
  const [change] = plan.changes
  if (change === undefined) throw new Error('The plan has nothing about the object')
  return change
}

const deciding = { digest: (text: string) => text }

function withMappings(rule: Rule, keeps: (one: Rule['mapping']['mappings'][number]) => boolean): Rule {
  return { ...rule, mapping: { ...rule.mapping, objectFilter: null, mappings: rule.mapping.mappings.filter(keeps) } }
}

function ticked(is: boolean): string {
  return is ? 'ticked' : 'unticked'
}
