import { TargetUnusable } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { caller } from '../../connectors/scim/call.ts'
import { testConnection } from '../../connectors/scim/probe.ts'
import { connectionOf } from '../../runner/connection.ts'
import { ruleOf, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'

/** Proves that URL and credentials work: whether, and the sentence to show. */
export async function testJob(house: House, app: Application, job: Job): Promise<{ ok: boolean; message: string }> {
  try {
    const { connection: to, way } = await connectionOf(house, app, job)
    const path = ruleOf(app, job).mapping.termPaths[0] ?? 'userName'
    const call = caller({ ...to, send: way.pacer.lane(way.send) })
    await testConnection(call, { path, groups: false, nobody: () => `${randomUUID()}@usher.invalid` })
    return {
      ok: true,
      message: `${app.displayName} answers at ${to.tenantUrl.href}: the supplied credentials are authorized.`,
    }
  } catch (error) {
    if (error instanceof TargetUnusable) return { ok: false, message: error.message }
    throw error
  }
}
