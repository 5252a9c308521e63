import { TargetError, TargetUnusable, unlistable, type Capabilities, type Exchange, type Target } from '@usher/engine'
import type { Json } from '@usher/scim'
import { listed } from './answers.ts'
import { endpoint, type Caller } from './call.ts'
import type { Parameters, ScimDialect } from './dialects/dialect.ts'
import type { Offers } from './offers.ts'

/** How this application is asked and answers. */
export type Shape = { readonly dialect: ScimDialect; readonly offers: Offers; readonly able: Capabilities }

type Wanted = { readonly type: string; readonly paths: readonly string[]; readonly trace: Exchange[] }

/**
 * Everything there is, page by page.
 *
 * By cursor where the application offers it (RFC 9865), else by index; pages may be smaller than asked for. An
 * application that refuses to be listed gives one empty page with a total beyond all counting, so that nobody takes its
 * silence for emptiness; one that gives the same page again, whichever is asked for, ends with such a page. One that fails
 * in the middle throws `TargetUnusable`, since half a list is none.
 */
export async function* pages(call: Caller, shape: Shape, wanted: Wanted): ReturnType<Target['list']> {
  let read = 0
  const given = new Set<string>()
  for (let at = firstPage(shape); at !== null;) {
    const page = await nextPage(call, { shape, wanted, at, read })
    const marks = marksOf(page)
    if (marks.some((mark) => given.has(mark))) {
      yield { objects: [], total: unlistable }
      return
    }
    for (const mark of marks) given.add(mark)
    read += page.objects.length
    const counted = page.total ?? read + (page.next === undefined ? 0 : 1)
    yield { objects: page.objects, total: counted }
    at = after(at, page, { read, total: counted })
  }
}

type Place = { readonly startIndex: number } | { readonly cursor: string }
type Page = Awaited<ReturnType<typeof nextPage>>

/** What no other page has. */
function marksOf({ objects: [first], next }: Page): readonly string[] {
  return [...(first === undefined ? [] : [`id ${first.id}`]), ...(next === undefined ? [] : [`cursor ${next}`])]
}

function firstPage({ offers }: Shape): Place | null {
  return offers.cursor ? { cursor: '' } : { startIndex: 1 }
}

function after(
  at: Place,
  page: Page,
  { read, total }: { readonly read: number; readonly total: number },
): Place | null {
  if ('cursor' in at) return page.next === undefined ? null : { cursor: page.next }
  return page.objects.length === 0 || read >= total ? null : { startIndex: read + 1 }
}

type Asked = { readonly shape: Shape; readonly wanted: Wanted; readonly at: Place; readonly read: number }

async function nextPage(call: Caller, { shape: { dialect, able }, wanted: { type, paths, trace }, at, read }: Asked) {
  const query: Parameters = {
    // The whole attribute where a path has a filter: `emails.value` would come without the type that is filtered by.
    ...(dialect.listsAttributes &&
      paths.length > 0 && { attributes: paths.map((path) => path.replace(/\[.*$/, '')).join(',') }),
    ...(type === 'Group' && (paths.length === 0 || !dialect.listsAttributes) && { excludedAttributes: 'members' }),
    ...at,
    count: able.pageSize,
  }
  try {
    return listed(await call('find', trace, { method: 'GET', path: endpoint(type), query }))
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    if (read > 0) throw new TargetUnusable(error.error)
    return { objects: [], total: unlistable }
  }
}

/** The comparison of a path with a value; quotes within are escaped. */
export function eq(path: string, value: Json): string {
  return `${path} eq ${JSON.stringify(value)}`
}
