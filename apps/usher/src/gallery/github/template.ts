import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const tutorial = entraTutorial('GitHub Enterprise Managed User', 'github-enterprise-managed-user')
const docs = 'https://docs.github.com/en/enterprise-cloud@latest'
const iam = `${docs}/admin/managing-iam/provisioning-user-accounts-with-scim`
const guide = {
  title: 'Provisioning users and groups with SCIM using the REST API',
  url: `${iam}/provisioning-users-and-groups-with-scim-using-the-rest-api`,
}
const okta = { title: 'Configuring SCIM provisioning with Okta', url: `${iam}/configuring-scim-provisioning-with-okta` }
const reference = { title: 'REST API endpoints for SCIM', url: `${docs}/rest/enterprise-admin/scim` }
const guests = {
  title: 'Enabling guest collaborators',
  url: `${docs}/admin/managing-accounts-and-repositories/managing-users-in-your-enterprise/enabling-guest-collaborators`,
}

export const github: Template = {
  id: 'github',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a15',
  jobTemplate: 'gitHub',
  displayName: 'GitHub Enterprise Cloud',
  publisher: 'GitHub',
  description:
    'Code hosting, for an enterprise with managed users (EMU). Users, groups for teams, and enterprise roles.',
  icon: { initials: 'GH', color: '#24292f' },
  documentation: guide.url,
  tenantUrl: [
    'https://api.github.com/scim/v2/enterprises/{enterprise}',
    'https://api.{subdomain}.ghe.com/scim/v2/enterprises/{subdomain}',
  ],
  authentication: ['bearerToken'],
  token:
    'Sign in as the setup user of the enterprise and create a personal access token (classic) with the scope scim:enterprise. Enable the open SCIM configuration of the enterprise.',
  requiresRole: false,
  appRoles: [
    {
      id: '7d2f0c64-3f0e-4d7b-8f53-2d1f3a5c9e01',
      value: 'enterprise_owner',
      displayName: 'Enterprise Owner',
      description: 'Administers the enterprise',
    },
    {
      id: '7d2f0c64-3f0e-4d7b-8f53-2d1f3a5c9e02',
      value: 'billing_manager',
      displayName: 'Billing Manager',
      description: 'Manages billing of the enterprise',
    },
    {
      id: '7d2f0c64-3f0e-4d7b-8f53-2d1f3a5c9e03',
      value: 'guest_collaborator',
      displayName: 'Guest Collaborator',
      description: 'Has limited access, as vendors and contractors do',
    },
  ],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    filters: { User: ['externalId'], Group: ['externalId'] },
    rates: [{ requests: 1000, seconds: 3600, methods: ['POST'], resource: 'Users' }],
  },
  schema,
  sources: [
    ...from(tutorial, {
      tenantUrl:
        'On GitHub.com the enterprise stands in the path, with data residency (ghe.com) the subdomain in both.',
      matching: 'externalId is supported for filtering, of users and of groups.',
    }),
    ...from(guide, {
      authentication:
        'A personal access token (classic) of the setup user with the scope scim:enterprise; the open SCIM configuration must be enabled.',
      softDelete:
        'active false suspends an account and hides its login and e-mail address; active true brings it back.',
      delete: 'DELETE suspends an account for good, and it cannot be brought back.',
      groups: 'Users are provisioned before groups; a group is connected to a team in GitHub.',
      rates:
        'Not more than 1,000 users an hour, and not more than 1,000 to a group an hour, when an enterprise begins.',
      notes:
        'Requests need a User-Agent. Only one system should write; the SAML NameID or object id must be the same as here.',
    }),
    ...from(reference, {
      attributes: 'displayName, name, userName (which is normalized), emails, roles, externalId and active.',
    }),
    ...from(guests, {
      roles:
        'guest_collaborator is a value of roles; the REST guide names enterprise_owner and billing_manager. Who has no role is an ordinary user.',
    }),
    ...from(okta, { patch: 'Usernames of managed users cannot be changed, so userName is sent at creation only.' }),
  ],
}
