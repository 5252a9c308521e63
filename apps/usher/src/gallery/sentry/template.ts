import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const tutorial = entraTutorial('Sentry', 'sentry')
const okta = {
  title: 'Okta SCIM Provisioning',
  url: 'https://docs.sentry.io/organization/authentication/sso/okta-sso/okta-scim/',
}
const api = { title: 'SCIM API of Sentry', url: 'https://docs.sentry.io/api/scim/' }
const code = {
  title: 'Sentry: src/sentry/scim/endpoints',
  url: 'https://github.com/getsentry/sentry/tree/master/src/sentry/scim/endpoints',
}

const role = (number: number, value: string, description: string) => ({
  id: `e4c2a8f0-7b1d-4a6e-9d35-5c8f0a1b2d0${number}`,
  value,
  displayName: value,
  description,
})

export const sentry: Template = {
  id: 'sentry',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a18',
  jobTemplate: 'sentry',
  displayName: 'Sentry',
  publisher: 'Sentry',
  description:
    'Error tracking. Invites members, removes them, keeps teams. A member who leaves is removed, not disabled.',
  icon: { initials: 'Se', color: '#362d59' },
  documentation: okta.url,
  tenantUrl: ['https://sentry.io/api/0/organizations/{organization}/scim/v2'],
  authentication: ['bearerToken'],
  token: 'In Settings > Auth choose Enable SCIM and save: Sentry shows the SCIM base URL and the auth token.',
  requiresRole: false,
  appRoles: [
    role(1, 'Member', 'Belongs to teams'),
    role(2, 'Admin', 'Administers projects and teams'),
    role(3, 'Manager', 'Manages the organization'),
    role(4, 'Billing', 'Manages billing'),
  ],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: false,
    groups: true,
    filters: { User: ['userName'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(tutorial, {
      attributes: 'userName is the only attribute of a user; sentryOrgRole comes with the guide for Okta.',
      matching: 'userName of users and displayName of groups are supported for filtering.',
      groups: 'Groups have displayName and members.',
    }),
    ...from(okta, {
      authentication: 'Sentry shows the SCIM base URL and the auth token when SCIM is enabled.',
      roles:
        'sentryOrgRole is Admin, Manager, Billing or Member; without it the default role of the organization holds. An unknown name keeps somebody out. Owner cannot be given.',
      softDelete: 'active false deletes the member, so there is no disabling.',
      notes:
        'Business and Enterprise plans. A new member gets an invitation. The name of a team becomes lower case, its spaces dashes.',
    }),
    ...from(api, {
      tenantUrl: 'The organization stands in the path, /api/0/organizations/{organization}/scim/v2.',
      delete: 'DELETE removes a member, or a team.',
      patch: 'active is what can be changed of a member, so the rows here are applied at creation only.',
    }),
    ...from(code, {
      pageSize: 'A page has at most 100.',
      membersPerRequest: 'A PATCH has at most 100 operations, and each removal of a member is one.',
    }),
  ],
}
