/** The synchronization resource, its templates and its secrets (graph-api.md 6.1, 6.2 and 8.4). */
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import type { Secret } from '../../store/graph-of-job.ts'
import type { Action } from '../access/actions.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, denied } from '../wire/fault.ts'
import { metadata, selected } from '../wire/page.ts'
import { countAnswer, shortList } from '../wire/short-list.ts'
import { placeOf, readsTemplates, templateIn, type Place, type Tree } from './place.ts'
import { masked, readSecrets, replaceSecrets, secretsBody, secretsNow } from './secrets.ts'
import { shownJobTemplate, templatesOf } from './templates.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const write: Action = 'microsoft.directory/servicePrincipals/synchronizationCredentials/manage'

const manage: Action = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'

const secretShape = z.object({ key: z.string(), value: z.string() })
const templateShape = z.looseObject({
  id: z.string(),
  applicationId: z.guid(),
  default: z.boolean(),
  factoryTag: z.string(),
})

export function secretRoutes(tree: Tree): readonly Route[] {
  const at = `/${tree.noun}/:id/synchronization`
  const { owned } = tree
  return [
    {
      method: 'GET',
      path: at,
      action: read,
      owned,
      says: 'What an application is asked with; secrets are masked.',
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const secrets = masked(await secretsNow(call, place))
        return entityAnswer(call, place.of, { id: place.sp.id, secrets })
      },
    },
    {
      method: 'GET',
      path: `${at}/secrets`,
      action: read,
      owned,
      says: 'Address, secrets and settings of an application, in the order in which they were given; secrets are masked.',
      gives: secretShape,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const value = masked(await secretsNow(call, place))
        const of = 'Collection(microsoft.graph.synchronizationSecretKeyStringValuePair)'
        return { status: 200, body: { '@odata.context': metadata(call, of), value } }
      },
    },
    {
      method: 'GET',
      path: `${at}/secrets/$count`,
      action: read,
      owned,
      says: 'How many there are.',
      handle: async (call) => countAnswer((await secretsNow(call, await placeOf(call, tree))).length),
    },
    {
      method: 'PUT',
      path: `${at}/secrets`,
      action: write,
      owned,
      says: 'Replaces address, secrets and settings of an application. An empty value takes one away; * keeps what is stored.',
      takes: secretsBody,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const before = await secretsNow(call, place)
        const list = readSecrets(call.body ?? {}, before)
        await mayChangeScope(call, place, before, list)
        await replaceSecrets(call, place, list)
        await audit(call.context.house.store, {
          actor: call.caller.name,
          activity: 'Update provisioning setting or credentials',
          object: place.app.displayName,
          application: place.app.id,
          details: { keys: list.map(({ key }) => key) },
          changes: changed(masked(before), masked(list)),
        })
        call.context.runner.wake()
        return noContent
      },
    },
    {
      method: 'POST',
      path: `${at}/acquireAccessToken`,
      action: write,
      owned,
      says: 'Not there: applications are asked with tokens or as OAuth clients, never in the name of a person.',
      handle: async () => {
        throw new GraphFault(
          'notImplemented',
          'Authorization codes are not used here. Give Oauth2ClientId, Oauth2ClientSecret and Oauth2TokenExchangeUri as secrets.',
        )
      },
    },
    {
      method: 'GET',
      path: `${at}/templates`,
      action: readsTemplates(tree),
      owned,
      says: 'What jobs of an application can be made of.',
      gives: templateShape,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const items = templatesOf(place.sp).map((one) => shownJobTemplate(one, place.sp.appId))
        return shortList(call, { of: `${place.of}/templates`, resource: 'synchronizationTemplate', items })
      },
    },
    {
      method: 'GET',
      path: `${at}/templates/$count`,
      action: readsTemplates(tree),
      owned,
      says: 'How many templates there are.',
      handle: async (call) => countAnswer(templatesOf((await placeOf(call, tree)).sp).length),
    },
    {
      method: 'GET',
      path: `${at}/templates/:template`,
      action: readsTemplates(tree),
      owned,
      says: 'One template of jobs.',
      gives: templateShape,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const one = shownJobTemplate(templateIn(call, templatesOf(place.sp)), place.sp.appId)
        return entityAnswer(call, `${place.of}/templates`, selected(one, call.query.select))
      },
    },
  ]
}

const deciding = ['SyncAll', 'SkipOutOfScopeDeletions']

/** Whoever changes who is in scope needs the right to manage the job, too (RB-2). */
async function mayChangeScope(
  call: Call,
  { sp }: Place,
  before: readonly Secret[],
  list: readonly Secret[],
): Promise<void> {
  const said = (from: readonly Secret[], key: string): string | undefined =>
    from.find((one) => one.key === key)?.value.toLowerCase()
  if (deciding.every((key) => (said(before, key) ?? 'false') === (said(list, key) ?? 'false'))) return
  if (await call.may(manage, { type: 'servicePrincipal', id: sp.id })) return
  throw denied('Whoever changes the scope needs to manage the job too.')
}

/** Which keys are new, other or gone; of a secret only that it was given. */
function changed(before: ReturnType<typeof masked>, after: ReturnType<typeof masked>) {
  const [old, now] = [new Map(before.map(pair)), new Map(after.map(pair))]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key) || now.get(key) === '[Redact]')
    .map((property) => ({ property, before: old.get(property) ?? null, after: now.get(property) ?? null }))
}

function pair({ key, value }: { readonly key: string; readonly value: string }) {
  return [key, value === '*' ? '[Redact]' : value] as const
}
