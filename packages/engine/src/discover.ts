/**
 * Account discovery: whose the accounts of an application are (UI-13), by links and by every matching rule.
 *
 * Streams: neither the directory nor the application is held in memory. Writes nothing to either.
 */
import { parsePath, readPath, type Ref } from '@usher/scim'
import type { Rule } from './job/rule.ts'
import { matchingValues, type MappingContext } from './map/desire.ts'
import { asText, has, termsOf } from './match/terms.ts'
import { TargetUnusable, unlistable, type Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import { ahead } from './source/pages.ts'
import type { Entry, Exchange, MatchingValue, OutOfScope, TargetObject } from './types.ts'

/**
 * An account of the application. `local`: nobody in the directory matches it. `unassigned`: whoever it belongs to is out of
 * scope, and why. `assigned`: is in scope. `by`: the matching attribute, or `link`. Several in `of`: it is ambiguous.
 */
export type Account = {
  readonly targetId: string
  readonly displayName: string
  readonly userName: string
  readonly active: boolean | null
  readonly kind: 'local' | 'unassigned' | 'assigned'
  readonly of: readonly Ref[]
  readonly by: string | null
  readonly because?: OutOfScope
}
/** People by what they would be matched by; kept outside, since there may be a million. */
export type MatchIndex = {
  put(keys: readonly { readonly key: string; readonly id: string }[]): Promise<void>
  /** Ids by key. */
  find(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
}
export type Discovering = {
  readonly rule: Rule
  readonly context: MappingContext
  readonly index: MatchIndex
  progress(at: { readonly phase: 'directory' | 'accounts'; readonly done: number; readonly total: number }): void
  stopped(): boolean
}

export async function* discoverAccounts(ports: Ports, of: Discovering): AsyncGenerator<readonly Account[]> {
  const { source, target } = ports
  const { rule, context, index, progress, stopped } = of
  let done = 0
  for await (const { entries, total = 0 } of ahead(source.changes({ type: rule.type, after: null }))) {
    await index.put(entries.flatMap((entry) => keysOfPerson(rule, context, entry)))
    progress({ phase: 'directory', done: (done += entries.length), total })
    if (stopped()) return
  }
  done = 0
  const trace: Exchange[] = []
  for await (const { objects, total } of ahead(target.list(rule.targetType, pathsOf(rule), trace))) {
    if (total === unlistable) {
      throw new TargetUnusable({
        code: 'NotImplemented',
        message: 'The application does not let its accounts be listed, so they cannot be discovered.',
        retry: 'later',
      })
    }
    yield await classify(ports, of, objects)
    progress({ phase: 'accounts', done: (done += objects.length), total })
    trace.length = 0
    if (stopped()) return
  }
}

async function classify(
  { source, journal }: Ports,
  { rule, context, index }: Discovering,
  objects: readonly TargetObject[],
): Promise<readonly Account[]> {
  const keys = new Map(objects.map((object) => [object.id, keysOfAccount(rule, object)]))
  const [owners, found] = await Promise.all([
    journal.owners(rule.type, [...keys.keys()]),
    index.find([...keys.values()].flat()),
  ])
  const ids = new Set([...[...found.values()].flat(), ...[...owners.values()].map(({ id }) => id)])
  const entries = await source.read([...ids].map((id) => ({ type: rule.type, id })))
  const people = new Map(entries.map((entry) => [entry.ref.id, entry]))
  return objects.map((object) => {
    const owner = owners.get(object.id)
    const whose = owner === undefined ? matched(object) : { of: [owner], by: 'link' }
    const { displayName, userName, active } = object.attributes
    return {
      targetId: object.id,
      displayName: asText(displayName) ?? '',
      userName: asText(userName) ?? '',
      active: typeof active === 'boolean' ? active : null,
      ...whose,
      ...kindOf(whose.of),
    }
  })

  /** The first matching rule that finds somebody ends the search, as in a cycle. */
  function matched(object: TargetObject): { readonly of: readonly Ref[]; readonly by: string | null } {
    for (const [at, key] of (keys.get(object.id) ?? []).entries()) {
      const of = (found.get(key) ?? []).flatMap((id) => {
        const entry = people.get(id)
        return entry !== undefined && valuesOf(rule, context, entry).some((value) => has(object, value))
          ? [entry.ref]
          : []
      })
      if (of.length > 0) return { of, by: rule.mapping.matchingPaths[at] ?? key }
    }
    return { of: [], by: null }
  }

  function kindOf(of: readonly Ref[]): Pick<Account, 'kind' | 'because'> {
    const judged = of.flatMap(({ id }) => {
      const entry = people.get(id)
      return entry === undefined ? [] : [verdict(rule.scope, entry, context)]
    })
    const [first] = judged
    if (first === undefined) return { kind: 'local' }
    if (judged.some(({ inScope }) => inScope)) return { kind: 'assigned' }
    return { kind: 'unassigned', ...(!first.inScope && { because: first.because }) }
  }
}

function valuesOf(rule: Rule, context: MappingContext, entry: Entry): readonly MatchingValue[] {
  return matchingValues(rule.mapping, { entry, verdict: verdict(rule.scope, entry, context), context })
}

/** What a person would be found by, one key for each matching rule that gives a value. */
function keysOfPerson(rule: Rule, context: MappingContext, entry: Entry): readonly { key: string; id: string }[] {
  if (entry.object === null) return []
  return valuesOf(rule, context, entry).map((value) => ({
    key: keyOf(termsOf(value).map(({ path, value: text }) => [path, text] as const)),
    id: entry.ref.id,
  }))
}

/** The keys of an account, in the order of matching precedence. */
function keysOfAccount(rule: Rule, { attributes }: TargetObject): readonly string[] {
  return rule.mapping.matching.map(({ terms }) =>
    keyOf(terms.map(({ path }) => [path, asText(readPath(attributes, parsePath(path))) ?? ''] as const)),
  )
}

function keyOf(terms: readonly (readonly [path: string, text: string])[]): string {
  return terms.map(([path, text]) => `${path}\n${text.toLowerCase()}`).join('\n\n')
}

function pathsOf({ mapping }: Rule): readonly string[] {
  return [...new Set([...mapping.termPaths, 'userName', 'displayName', 'active'])]
}
