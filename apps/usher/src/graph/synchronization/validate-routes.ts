/** validateCredentials: whether an application can be asked with these, and where it fails if not (graph-api.md 6.4, BT-9). */
import { z } from 'zod'
import { diagnoseWith } from '../../api/jobs/test-connection.ts'
import type { StageName } from '../../connectors/scim/diagnose.ts'
import { findTemplate } from '../../gallery/gallery.ts'
import type { Secret } from '../../store/graph-of-job.ts'
import { credentials, jobsOf, type Credentials, type Job } from '../../store/jobs.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { GraphFault, type FaultKind } from '../wire/fault.ts'
import { jobNamed, placeOf, type Place, type Tree } from './place.ts'
import { credentialsIn } from './secret-credentials.ts'
import { readSecrets, secretShape, secretsNow } from './secrets.ts'

const validateBody = z.object({
  applicationIdentifier: z.string().nullish(),
  templateId: z.string().nullish(),
  useSavedCredentials: z.boolean().nullish(),
  credentials: z.array(secretShape).max(100).nullish(),
})

export function validateRoutes(tree: Tree): readonly Route[] {
  const at = `/${tree.noun}/:id/synchronization/jobs`
  const route = (path: string): Route => ({
    method: 'POST',
    path,
    action: 'microsoft.directory/servicePrincipals/synchronizationCredentials/manage',
    owned: tree.owned,
    says: 'Tries credentials, given or saved, and says at which stage they fail. Nothing is stored.',
    takes: validateBody,
    handle: async (call) => {
      await validate(call, await placeOf(call, tree))
      return noContent
    },
  })
  // Clients that have no job yet put the template, or nothing, in its place.
  return [route(`${at}/validateCredentials`), route(`${at}/:job/validateCredentials`)]
}

/** What each stage that fails is called. */
const kinds: Readonly<Partial<Record<StageName, FaultKind>>> = { authentication: 'invalidCredentials' }

async function validate(call: Call, place: Place): Promise<void> {
  const body = validateBody.parse(call.body ?? {})
  const { store } = call.context.house
  const jobs = await jobsOf(store, place.app)
  const job = jobNamed(jobs, call.params['job'] ?? '', store.tenant) ?? jobs[0]
  const stored = await toTry(call, place, { job, body })
  const { schema, settings } = job ?? findTemplate(place.app.templateId)
  const { ok, failed, exchange } = await diagnoseWith(call.context.house, {
    app: place.app,
    job: { schema, settings },
    stored,
  })
  if (ok || failed === null) return
  const answered =
    exchange?.status === undefined || exchange.status === null ? '' : ` The application answered ${exchange.status}.`
  throw new GraphFault(kinds[failed.stage] ?? 'credentialsUnproved', `${failed.says}${answered}`, {
    details: [{ code: 'Stage', target: failed.stage, message: failed.says }],
  })
}

type Tried = { readonly job: Job | undefined; readonly body: z.infer<typeof validateBody> }

async function toTry(call: Call, place: Place, { job, body }: Tried): Promise<Credentials> {
  const { store, keys, connections } = call.context.house
  const saved = job === undefined ? null : await credentials(store, keys, job.id)
  const now = await secretsNow(call, place)
  const useSaved = body.useSavedCredentials === true || (body.credentials ?? null) === null
  const list = useSaved ? now : readSecrets({ value: body.credentials }, now)
  const found = useSaved && saved !== null ? saved : credentialsIn(connections.guard, list, saved)
  if (found !== null) return found
  throw new GraphFault('badRequest', `${missing(list)}${useSaved ? ' Nothing else is saved.' : ''}`)
}

function missing(list: readonly Secret[]): string {
  const keys = new Set<string>(list.map(({ key }) => key))
  if (!keys.has('BaseAddress') && !keys.has('Url')) return 'BaseAddress is missing: the Tenant URL of the application.'
  if (keys.has('UserName'))
    return 'Applications are not asked with UserName and Password here. Give SecretToken, or an OAuth client.'
  return 'SecretToken is missing, or Oauth2ClientId, Oauth2ClientSecret and Oauth2TokenExchangeUri.'
}
