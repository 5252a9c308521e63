/** Templates of jobs, as the Graph has them (graph-api.md 6.2 and 7.6). */
import { findTemplate } from '../../gallery/gallery.ts'
import type { Authentication, Template } from '../../gallery/template.ts'
import type { Job } from '../../store/jobs.ts'
import type { ServicePrincipal } from '../../store/service-principals.ts'
import { graphAppId } from '../access/permissions.ts'

export type JobTemplate = { readonly id: string; readonly isDefault: boolean; readonly template: Template }

/** What the first jobs of applications outside the gallery were called. */
const legacy = 'customappsso'

/** The templates of an application, its usual one first; the service itself has none. */
export function templatesOf({
  templateId,
  appId,
}: Pick<ServicePrincipal, 'templateId' | 'appId'>): readonly JobTemplate[] {
  if (appId === graphAppId) return []
  const template = findTemplate(templateId ?? 'generic')
  const usual = { id: template.jobTemplate, isDefault: true, template }
  return template.id === 'generic' ? [usual, { id: legacy, isDefault: false, template }] : [usual]
}

/** What the Graph calls the template of a job. */
export function tokenOf({ graph, templateId }: Pick<Job, 'graph' | 'templateId'>): string {
  return graph.template ?? findTemplate(templateId).jobTemplate
}

/** Keys of secrets that a configuration page asks for, by how an application is proved to. */
const fields: Readonly<Record<Authentication, readonly string[]>> = {
  bearerToken: ['SecretToken'],
  clientCredentials: ['Oauth2ClientId', 'Oauth2ClientSecret', 'Oauth2TokenExchangeUri'],
  mutualTls: [],
}

/** `applicationId`: the appId that the templates belong to. */
export function shownJobTemplate({ id, isDefault, template }: JobTemplate, applicationId: string) {
  const configuration = {
    tenantUrl: { key: 'BaseAddress', forms: template.tenantUrl },
    credentials: template.authentication.map((kind) => ({ kind, keys: fields[kind] })),
    where: template.token,
  }
  return {
    id,
    applicationId,
    default: isDefault,
    description: template.description,
    discoverable: true,
    factoryTag: 'CustomSCIM',
    metadata: [
      { key: 'IsSynchronizationInPreview', value: 'False' },
      { key: 'IsOAuthEnabled', value: template.authentication.includes('clientCredentials') ? 'True' : 'False' },
      { key: 'IsSynchronizationAgentRequired', value: 'False' },
      { key: 'SynchronizationLearnMoreIbizaFwLink', value: template.documentation },
      { key: 'ConfigurationFields', value: JSON.stringify(configuration) },
    ],
    schema: null,
  }
}
