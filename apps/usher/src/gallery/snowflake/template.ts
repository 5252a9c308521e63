import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const tutorial = entraTutorial('Snowflake', 'snowflake')
const docs = 'https://docs.snowflake.com/en/user-guide'
const users = { title: 'SCIM user API reference', url: `${docs}/scim-user-api-reference` }
const groups = { title: 'SCIM group API reference', url: `${docs}/scim-group-api-reference` }
const custom = { title: 'Custom SCIM integration with Snowflake', url: `${docs}/scim-custom` }
const token = {
  title: 'SYSTEM$GENERATE_SCIM_ACCESS_TOKEN',
  url: 'https://docs.snowflake.com/en/sql-reference/functions/system_generate_scim_access_token',
}

export const snowflake: Template = {
  id: 'snowflake',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a1b',
  jobTemplate: 'snowflake',
  displayName: 'Snowflake',
  publisher: 'Snowflake',
  description: 'Data platform. Users, and groups that become roles; default role and default warehouse can be mapped.',
  icon: { initials: 'Sn', color: '#11567f' },
  documentation: custom.url,
  tenantUrl: ['https://{account}.snowflakecomputing.com/scim/v2'],
  authentication: ['bearerToken'],
  token:
    'As ACCOUNTADMIN create a security integration of type SCIM with a role that may create users and roles, then SELECT SYSTEM$GENERATE_SCIM_ACCESS_TOKEN with its name in upper case. The token lives six months.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    pageSize: 1000,
    filters: { User: ['userName'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(tutorial, {
      tenantUrl: 'The URL of the account with /scim/v2.',
      softDelete: 'All users are disabled by active.',
      delete: 'Users are removed when they no longer need access.',
      groups: 'Groups have displayName and members.',
    }),
    ...from(token, { authentication: 'The access token is valid for six months; a new one leaves older ones valid.' }),
    ...from(users, {
      attributes:
        'userName, name, emails, displayName, externalId and active, none with several values. defaultRole, defaultWarehouse, defaultSecondaryRoles, type and allowedInterfaces stand in an extension, urn:ietf:params:scim:schemas:extension:2.0:User for integrations that are not Okta’s.',
      matching: 'Only userName can be filtered by, with eq and sw; other attributes find nobody.',
      pageSize: 'count is at most 1,000, and 100 without it.',
      notes: 'Without MONITOR USER the integration sees only users that its role owns. Compound filters are refused.',
    }),
    ...from(groups, { roles: 'A group is a role of Snowflake with the same name.' }),
    ...from(custom, {
      requestsInFlight: 'At most 500 requests at once for each endpoint; more are answered with 429.',
      patch: 'An account URL with underscores is written with hyphens when it also serves single sign-on.',
    }),
  ],
}
