import { TargetUnusable } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { testConnection } from '../../connectors/scim/target.ts'
import { connectionOf, ruleOf, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'

/** Proves that URL and token work: whether, and the sentence to show. */
export async function testJob(house: House, app: Application, job: Job): Promise<{ ok: boolean; message: string }> {
  try {
    const connection = await connectionOf(house, app, job)
    const path = ruleOf(app, job).mapping.termPaths[0] ?? 'userName'
    await testConnection(connection, path, `${randomUUID()}@usher.invalid`)
    return {
      ok: true,
      message: `${app.displayName} answers at ${connection.tenantUrl.href}: the supplied credentials are authorized.`,
    }
  } catch (error) {
    if (error instanceof TargetUnusable) return { ok: false, message: error.message }
    throw error
  }
}
