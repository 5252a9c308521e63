/** bulkUpload: people for an inbound job. They are kept, and carried out after the answer (graph-api.md 6.7, engine.md section 14). */
import { operationsOf, uploadBody } from '../../import/upload.ts'
import { faultOf } from '../../fault.ts'
import { audit } from '../../store/audit.ts'
import { acceptUpload, uploadLimits } from '../../store/inbound-uploads.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import type { Call, Route } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { jobPlaceOf, type JobPlace, type Tree } from './place.ts'

const { operations, seconds } = uploadLimits
const body = uploadBody(operations)

export function uploadRoutes(tree: Tree): readonly Route[] {
  return [
    {
      method: 'POST',
      path: `/${tree.noun}/:id/synchronization/jobs/:job/bulkUpload`,
      action: 'microsoft.directory/servicePrincipals/synchronizationData/upload',
      owned: tree.owned,
      says: `Takes at most ${operations} people, as application/scim+json, for an inbound job; what becomes of them is in the provisioning log, where Location leads. At most ${uploadLimits.calls} calls in ${seconds} seconds, and ${uploadLimits.day} in a day, unless the service is set otherwise.`,
      takes: body,
      handle: async (call) => upload(call, await jobPlaceOf(call, tree)),
    },
    ...(['GET', 'PUT', 'DELETE'] as const).map((method): Route => ({
      method,
      path: `/${tree.noun}/:id/synchronization/jobs/:job/bulkUpload/$value`,
      action: 'microsoft.directory/servicePrincipals/synchronizationData/upload',
      owned: tree.owned,
      says: 'Refused: what was sent is carried out and not kept; the provisioning log says what became of it.',
      handle: async (call) => {
        await jobPlaceOf(call, tree)
        throw new GraphFault('notFound', 'What was sent to bulkUpload is not kept to be read or replaced. Send people by POST to …/bulkUpload; /auditLogs/provisioning says what became of them.') // prettier-ignore
      },
    })),
  ]
}

const scimJson = /^application\/scim\+json\s*(;|$)/i

async function upload(call: Call, { app, job, id }: JobPlace) {
  const { house, runner } = call.context
  if (!isInbound(job))
    throw new GraphFault(
      'denied',
      `${app.displayName} is provisioned from the directory; bulkUpload is for jobs of API-driven provisioning.`,
    )
  if (!scimJson.test(String(call.headers['content-type'] ?? '')))
    throw invalid('The content type must be application/scim+json.')
  const parsed = body.safeParse(call.body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(
      issue === undefined ? '' : `${issue.path.length === 0 ? 'The body' : issue.path.join('.')} ${faultOf(issue)}.`,
    )
  }
  if (job.state !== 'Active')
    throw new GraphFault('denied', `The job does not listen: it is ${job.state}. Start it, and send this again.`)
  const { uploads = uploadLimits } = call.context
  const accepted = await acceptUpload(house.store, job.id, operationsOf(parsed.data), uploads)
  if (accepted.kind === 'tooMany') {
    const most = { seconds: `${uploads.calls} calls in ${seconds} seconds`, day: `${uploads.day} calls in 24 hours` }[
      accepted.limit
    ]
    throw new GraphFault('tooMany', `There are at most ${most}. Try again in ${accepted.wait} s.`, {
      headers: { 'retry-after': String(accepted.wait) },
    })
  }
  await audit(house.store, {
    actor: call.caller.name,
    activity: 'Import',
    object: app.displayName,
    application: app.id,
    details: { job: job.name, operations: parsed.data.Operations.length },
  })
  runner.wake()
  const filter = encodeURIComponent(`jobid eq '${id}'`)
  return { status: 202, headers: { location: `${call.base}/v1.0/auditLogs/provisioning/?$filter=${filter}` } }
}

function invalid(says: string): GraphFault {
  return new GraphFault('malformed', `Invalid Data Format. ${says}`.trim())
}
