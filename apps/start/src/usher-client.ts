import { userInfo } from 'node:os'
import { readFileSync } from 'node:fs'
import { json, lines, Refused } from './http.ts'

/** An import in numbers; which rows they were stands in Usher's log. */
export type ImportReport = {
  readonly rows: number
  readonly people: number
  readonly superseded: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly seconds: number
}

export type Progress = {
  readonly phase?: string
  readonly done: number
  readonly total: number
  /** Of the whole cycle; where there is none, of what is done now. */
  readonly percent?: number
  readonly requests?: number
}

export type CycleSummary = {
  readonly cycle: 'initial' | 'incremental'
  readonly read: number
  readonly inScope: number
  readonly created: number
  /** Accounts that were there already, found by a matching attribute. */
  readonly joined: number
  readonly updated: number
  readonly disabled: number
  readonly skipped: Readonly<Record<string, number>>
  /** What the reasons are called. */
  readonly skippedAs: Readonly<Record<string, string>>
  readonly failed: number
  readonly held: number
  readonly references: { readonly set: number; readonly notProvisioned: number; readonly unknown: number }
  readonly seconds: number
  readonly requests: number
}

export type Application = {
  readonly id: string
  readonly name: string
  readonly templateId: string
  readonly job: { readonly state: 'Disabled' | 'Active' | 'Paused' }
}

type ReportLine = Omit<ImportReport, 'superseded'> & { readonly superseded: { readonly count: number } }

type Streamed<Name extends string, Last> = { readonly [name in Name]?: Last } & {
  readonly progress?: Progress
  readonly error?: { readonly message: string }
}

export type UsherClient = ReturnType<typeof usherClient>

/** Usher's own HTTP API, as far as the launcher needs it. */
export function usherClient(at: { readonly url: string; readonly tokenFile: string }) {
  const { token } = JSON.parse(readFileSync(at.tokenFile, 'utf8')) as { readonly token: string }
  const headers = { authorization: `Bearer ${token}`, 'x-usher-actor': `cli:${userInfo().username}` }
  const call = (method: string, path: string, body?: unknown) => ({
    url: `${at.url}/usher${path}`,
    method,
    headers,
    body,
  })
  const ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> =>
    (await json<Answer>(call(method, path, body))).answer
  const app = (id: string): string => `/apps/${encodeURIComponent(id)}`
  const group = (name: string): string => `/groups/${encodeURIComponent(name)}`

  return {
    status: () => ask<{ readonly users: number; readonly applications: readonly Application[] }>('GET', '/status'),

    importPeople: async (
      files: { file: string; mapping: string },
      onProgress: (progress: Progress) => void,
    ): Promise<ImportReport> => {
      const report = await last<'report', ReportLine>('report', call('POST', '/imports', files), onProgress)
      const { rows, people, superseded, created, updated, unchanged, seconds } = report
      return { rows, people, superseded: superseded.count, created, updated, unchanged, seconds }
    },

    addApplication: (template: string) => ask<{ readonly id: string }>('POST', '/apps', { template }),

    ensureGroup: async (name: string): Promise<void> => {
      if (!(await exists(ask('GET', group(name))))) await ask('POST', '/groups', { displayName: name })
    },

    addEverybody: (name: string) => ask('POST', `${group(name)}/members`, { all: true }),

    assign: (id: string, who: string, role: string) => ask('POST', `${app(id)}/assignments`, { who, role }),

    setSettings: (id: string, settings: object) => ask('PATCH', `${app(id)}/settings`, settings),

    testConnection: (id: string) =>
      ask<{ readonly ok: boolean; readonly message: string }>('POST', `${app(id)}/test-connection`, {}),

    runCycle: (id: string, onProgress: (progress: Progress) => void) =>
      last<'summary', CycleSummary>('summary', call('POST', `${app(id)}/run`, { yes: true }), onProgress),
  }
}

async function exists(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked
    return true
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return false
    throw error
  }
}

/** Follows a stream of progress to its last line, and answers with what that says. */
async function last<Name extends 'report' | 'summary', Last>(
  name: Name,
  call: Parameters<typeof lines>[0],
  onProgress: (progress: Progress) => void,
): Promise<Last> {
  for await (const line of lines<Streamed<Name, Last>>(call)) {
    if (line.error !== undefined) throw new Refused(200, line.error.message)
    if (line.progress !== undefined) onProgress(line.progress)
    const found = line[name]
    if (found !== undefined) return found
  }
  throw new Refused(200, `Usher's answer to ${call.url} ended before its last line.`)
}
