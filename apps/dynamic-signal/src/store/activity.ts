import type { Activity, Db } from './tables.ts'

/** A SCIM request as the console shows it. */
export type ListedActivity = {
  readonly id: number
  readonly time: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly userAgent: string | null
  readonly tokenId: string | null
  readonly tokenPrefix: string | null
  readonly body: string | null
  readonly scimType: string | null
}

export type ActivityAsk = {
  readonly limit: number
  readonly before?: number | undefined
  readonly method?: string | undefined
  readonly status?: number | undefined
  readonly path?: string | undefined
}

export type ActivityLog = ReturnType<typeof activityOf>

const rows = 200
const wait = 50 // ms

/**
 * Every SCIM request that was answered.
 *
 * They are written 200 at a time or every 50 ms, beside the requests and not in their way, so a killed process loses
 * at most those of its last moments; one that is stopped loses none.
 */
export function activityOf(db: Db) {
  let kept: Activity[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // A write that failed is tried again by the next one; its rows are still there.
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        while (kept.length > 0) {
          const batch = kept.slice(0, rows)
          await db.insertInto('activity').values(batch).execute()
          kept = kept.slice(batch.length)
        }
      })
    return writing
  }

  function writeLater(): void {
    write().catch((error: unknown) => process.stderr.write(`The activity cannot be stored: ${String(error)}\n`))
  }

  return {
    keep(activity: Activity): void {
      kept.push(activity)
      if (kept.length === rows) writeLater()
      else timer ??= setTimeout(writeLater, wait)
    },

    async flush(): Promise<void> {
      await write()
    },

    /** Newest first, with everything that was answered before the question. */
    async list(tenantId: string, ask: ActivityAsk): Promise<readonly ListedActivity[]> {
      await write()
      let found = db.selectFrom('activity').where('tenant_id', '=', tenantId)
      if (ask.before !== undefined) found = found.where('sequence', '<', ask.before)
      if (ask.method !== undefined) found = found.where('method', '=', ask.method)
      if (ask.status !== undefined) found = found.where('status', '=', ask.status)
      if (ask.path !== undefined) found = found.where('path', 'like', `%${ask.path.replaceAll(/[\\%_]/g, '\\$&')}%`)
      return found
        .select(['sequence as id', 'time', 'method', 'path', 'status', 'duration_ms as durationMs'])
        .select(['user_agent as userAgent', 'token_id as tokenId', 'token_prefix as tokenPrefix'])
        .select(['body', 'scim_type as scimType'])
        .orderBy('sequence', 'desc')
        .limit(ask.limit)
        .execute()
    },
  }
}
