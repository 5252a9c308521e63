import {
  errorCodes,
  TargetError,
  TargetUnusable,
  type ErrorCode,
  type Exchange,
  type ProvisioningError,
} from '@usher/engine'
import { listed } from './answers.ts'
import { witnessed, type Caller } from './call.ts'
import { unusable } from './failures.ts'
import { eq } from './pages.ts'

/** What a probe asks for. `nobody` makes a value that nothing has. */
export type Probe = {
  /** The first matching attribute of people. */
  readonly path: string
  /** Groups are provisioned too. */
  readonly groups: boolean
  readonly nobody: () => string
}

/** Whether the next request has to be preceded by a probe; belongs to the connection, not to a cycle. */
export type ProbeState = { due: boolean }

/**
 * Asks for a person, and a group, who cannot exist; the only right answer is an empty list.
 *
 * Throws `TargetUnusable` with a sentence that says what to change. Never writes.
 */
export async function testConnection(call: Caller, { path, groups, nobody }: Probe): Promise<void> {
  try {
    await nobodyThere(call, { path: 'Users', query: { filter: eq(path, nobody()) } })
    if (!groups) return
    const query = { excludedAttributes: 'members', filter: eq('displayName', nobody()) }
    await nobodyThere(call, { path: 'Groups', query })
  } catch (error) {
    throw error instanceof TargetError ? unusable(withAdvice(error.error, path), error.error.code) : error
  }
}

/** What passes by itself has advice in the table; whatever else a search is refused for is about the search. */
function withAdvice({ code, message, retry }: ProvisioningError, path: string): string {
  const sentence = `${message.slice(0, 1).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`
  const advice =
    retry === 'soon' && code !== 'PreconditionFailed' && code !== 'EntryConflict'
      ? errorCodes[code].advice
      : `It was asked for somebody whose ${path} nobody has: check the Tenant URL, and that it can be searched by ${path}.`
  return `${sentence} ${advice}`
}

/** Sends a probe before the first request, and again after the connection has failed (decisions: not three times). */
export function probing(call: Caller, state: ProbeState, probe: Probe): Caller {
  let underWay: Promise<void> | null = null
  return async (...request) => {
    if (state.due) {
      underWay ??= testConnection(call, probe)
        .then(() => void (state.due = false))
        .finally(() => (underWay = null))
      await underWay
    }
    try {
      return await call(...request)
    } catch (error) {
      if (error instanceof TargetUnusable) state.due = true
      throw error
    }
  }
}

/** What fails for everybody when it fails for one: then nobody is there who could be asked for more. */
export const outages: ReadonlySet<ErrorCode> = new Set(['Timeout', 'InternalServerError', 'WebExceptionProtocolError'])

/**
 * One request, to see whether the application is there at all; that it refuses to search is an answer too.
 *
 * Throws `TargetUnusable`. Never writes.
 */
export async function isThere(call: Caller, { path, nobody }: Probe): Promise<void> {
  const trace: Exchange[] = []
  try {
    await call('find', trace, { method: 'GET', path: 'Users', query: { filter: eq(path, nobody()) } })
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    if (outages.has(error.error.code)) throw witnessed(new TargetUnusable(error.error), trace)
  }
}

async function nobodyThere(call: Caller, asked: Pick<Parameters<Caller>[2], 'path' | 'query'>): Promise<void> {
  const trace: Exchange[] = []
  const { objects } = listed(await call('find', trace, { method: 'GET', ...asked }))
  if (objects.length === 0) return
  throw unusable('The application answers with people although the filter matches nobody: it ignores "filter".')
}
