import { from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const guide = {
  title: 'Configure SCIM provisioning using Microsoft Entra ID',
  url: 'https://docs.databricks.com/en/administration-guide/users-groups/scim/aad.html',
}
const api = { title: 'SCIM API 2.0', url: 'https://docs.gcp.databricks.com/dev-tools/api/latest/scim/index.html' }
const users = {
  title: 'SCIM API 2.0 (Users)',
  url: 'https://docs.databricks.com/dev-tools/api/latest/scim/scim-users.html',
}

export const databricks: Template = {
  id: 'databricks',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a13',
  jobTemplate: 'dataBricks',
  displayName: 'Databricks',
  publisher: 'Databricks',
  description: 'Data platform, at the level of the account. Users and groups, which are then assigned to workspaces.',
  icon: { initials: 'Db', color: '#a3261a' },
  documentation: guide.url,
  tenantUrl: ['https://{accounts}/api/2.1/accounts/{account}/scim/v2'],
  authentication: ['bearerToken'],
  token:
    'As an account admin in the account console, Settings > User provisioning > Set up user provisioning: copy the SCIM token and the Account SCIM URL.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    filters: { User: ['userName', 'active'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(guide, {
      tenantUrl: 'The Account SCIM URL is copied from the console; its path is /api/2.1/accounts/{account}/scim/v2.',
      authentication: 'The SCIM token is good for the account SCIM API only.',
      groups: 'Users and groups are provisioned to the account.',
      notes: 'Premium plan. Provisioning of single workspaces must be switched off when the account is provisioned.',
    }),
    ...from(users, {
      attributes: 'userName is required; displayName is kept. Attributes beyond those are not documented there.',
      softDelete: 'An account is locked and unlocked for a time.',
      delete: 'A user who leaves is deprovisioned with DELETE.',
    }),
    ...from(api, {
      matching: 'Users are filtered by userName and active, groups by displayName.',
      patch: 'Bodies are application/scim+json. The admin whose token is used should not be provisioned by it.',
    }),
  ],
}
