/** Where a synchronization address leads: an application of this service, and one of its jobs. */
import type { Application } from '../../store/applications.ts'
import { jobsOf, type Job } from '../../store/jobs.ts'
import { servicePrincipalBy, type ServicePrincipal } from '../../store/service-principals.ts'
import type { Action } from '../access/actions.ts'
import { whichApplication, whichServicePrincipal } from '../applications/which.ts'
import type { Owned } from '../route.ts'
import type { Call } from '../route.ts'
import { notFound } from '../wire/fault.ts'
import { tokenOf, type JobTemplate } from './templates.ts'

/** `noun`: which tree was asked; both lead to the same (graph-api.md 6). */
export type Tree = { readonly noun: 'servicePrincipals' | 'applications'; readonly owned: Owned['type'] }
export const trees: readonly Tree[] = [
  { noun: 'servicePrincipals', owned: 'servicePrincipal' },
  { noun: 'applications', owned: 'application' },
]

/** What reading templates needs: they are those of the registration, or of what is provisioned. */
export function readsTemplates({ noun }: Tree): Action {
  return `microsoft.directory/${noun}/synchronization/standard/read`
}

export type Place = { readonly sp: ServicePrincipal; readonly app: Application; readonly of: string }
export type JobPlace = Place & { readonly job: Job; readonly id: string }

export async function placeOf(call: Call, { noun }: Tree): Promise<Place> {
  const sp = noun === 'servicePrincipals' ? await whichServicePrincipal(call) : await ofApplication(call)
  const named = noun === 'servicePrincipals' ? sp.id : (call.params['id'] ?? '')
  return { sp, app: applicationOf(sp), of: `${noun}('${named}')/synchronization` }
}

async function ofApplication(call: Call): Promise<ServicePrincipal> {
  const { appId, id } = await whichApplication(call)
  const sp = await servicePrincipalBy(call.context.house.store, 'appId', appId)
  if (sp === null) throw notFound(id)
  return sp
}

/** A client has the jobs of any application that speaks SCIM. */
export function applicationOf({ id, displayName, templateId, appRoles, requiresRole }: ServicePrincipal): Application {
  return { id, displayName, templateId: templateId ?? 'generic', appRoles, requiresRole }
}

/** `scim.e4bbf44533ea4eabb17027f3a92e92aa.3f1d6c2a-…`: template, tenant, and the id that a job has here. */
export function jobId(job: Pick<Job, 'id' | 'graph' | 'templateId'>, tenant: string): string {
  return `${tokenOf(job)}.${tenant.replaceAll('-', '')}.${job.id}`
}

/** Throws `GraphFault` (404) when the application has no such job. */
export async function jobPlaceOf(call: Call, tree: Tree): Promise<JobPlace> {
  const place = await placeOf(call, tree)
  const { job: given = '' } = call.params
  const { store } = call.context.house
  const found = jobNamed(await jobsOf(store, place.app), given, store.tenant)
  if (found === undefined) throw notFound(given)
  return { ...place, job: found, id: jobId(found, store.tenant) }
}

/** By the Graph's id or the one that it has here, in any letter case. */
export function jobNamed(jobs: readonly Job[], given: string, tenant: string): Job | undefined {
  const name = given.toLowerCase()
  return jobs.find((job) => job.id === name || jobId(job, tenant).toLowerCase() === name)
}

/** The template that the address names. */
export function templateIn(call: Call, templates: readonly JobTemplate[]): JobTemplate {
  const { template = '' } = call.params
  const found = templates.find(({ id }) => id.toLowerCase() === template.toLowerCase())
  if (found === undefined) throw notFound(template)
  return found
}
