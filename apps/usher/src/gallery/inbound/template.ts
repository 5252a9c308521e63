/** People from any system, by the Graph's bulkUpload: the directory is what is provisioned (engine.md section 14). */
import { from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const concepts = {
  title: 'API-driven inbound provisioning concepts',
  url: 'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/inbound-provisioning-api-concepts',
}

export const inbound: Template = {
  id: 'inbound',
  graphId: '2b0a5e64-7d5b-4b44-a0c5-9d3f6f2f0c18',
  jobTemplate: 'API2AAD',
  direction: 'inbound',
  displayName: 'API-driven provisioning to Usher',
  publisher: 'Usher',
  description:
    'People from any system of record: a client sends them with bulkUpload, and mapping, scope and matching decide what becomes of them in the directory.',
  icon: { initials: 'AP', color: '#0b6a0b' },
  documentation: concepts.url,
  tenantUrl: [],
  authentication: [],
  token: 'None: clients send to bulkUpload of the job, with a token of this service.',
  requiresRole: false,
  appRoles: [],
  settings: { ...usualSettings, syncAll: true },
  dialect: 'rfc',
  limits: { ...usualLimits, delete: false, softDelete: true, groups: false },
  schema,
  sources: from(concepts, {
    matching: 'externalId is compared with employeeId; the mapping may say otherwise.',
    rates: 'At most 40 calls in 5 seconds, and 2,000 or 6,000 calls in 24 hours.',
    payload: 'At most 50 operations in a call.',
  }),
}
