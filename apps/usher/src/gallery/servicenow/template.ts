import { from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const docs = 'https://www.servicenow.com/docs/r'
const api = {
  title: 'System for Cross-domain Identity Management (SCIM) API',
  url: `${docs}/api-reference/rest-apis/scim-api.html`,
}
const oauth = {
  title: 'Provisioning user using OAuth',
  url: `${docs}/platform-security/identity/provisioning-user-oauth.html`,
}
const schemas = {
  title: 'SCIM customization properties and schemas',
  url: `${docs}/platform-security/identity/scim-customization-properties-and-schemas.html`,
}

export const servicenow: Template = {
  id: 'servicenow',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a19',
  jobTemplate: 'serviceNow',
  displayName: 'ServiceNow',
  publisher: 'ServiceNow',
  description: 'Service management. Users and groups of an instance that has the plugin SCIM v2.',
  icon: { initials: 'SN', color: '#1f5c4a' },
  documentation: oauth.url,
  tenantUrl: ['https://{instance}.service-now.com/api/now/scim'],
  authentication: ['clientCredentials', 'bearerToken'],
  token:
    'Activate the plugin SCIM v2 (com.snc.integration.scim2). In System OAuth > Application Registry the record SCIM API has client id and secret; the account behind it needs the role scim_admin.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    pageSize: 500,
    filters: { User: ['userName', 'externalId', 'active', 'displayName', 'id'] },
  },
  schema,
  sources: [
    ...from(api, {
      tenantUrl: 'The default URL is /api/now/scim under the address of the instance.',
      attributes:
        'Addresses are of type home and e-mail addresses of type work only. displayName is made of the parts of the name. employeeNumber and manager stand in the extension of ServiceNow.',
      matching: 'userName and externalId are among the attributes that can be filtered by; not is not supported.',
      softDelete: 'active says whether a user is active.',
      delete: 'DELETE removes the record of a user or of a group.',
      groups: 'Groups have displayName, which must be unique, externalId and members.',
      pageSize: 'count is at most 500; more is a bad request.',
    }),
    ...from(oauth, {
      authentication: 'OAuth with the record SCIM API of the application registry, or basic authentication.',
    }),
    ...from(schemas, {
      notes:
        'The enterprise extension is taken and not stored. How many members a group may have in a request is a property of the instance.',
    }),
  ],
}
