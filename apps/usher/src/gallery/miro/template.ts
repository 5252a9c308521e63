import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const docs = 'https://developers.miro.com'
const start = { title: 'SCIM API: getting started', url: `${docs}/reference/getting-started-4` }
const about = { title: 'SCIM API: introduction', url: `${docs}/reference/scim-introduction` }
const users = { title: 'SCIM API: users', url: `${docs}/docs/users` }
const rates = { title: 'SCIM API: rate limits', url: `${docs}/reference/rate-limits` }
const client = {
  title: 'Miro API client: CreateUserResource',
  url: 'https://miroapp.github.io/api-clients/node/classes/api_apis._internal_.CreateUserResource-1.html',
}

export const miro: Template = {
  id: 'miro',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a17',
  jobTemplate: 'miro',
  displayName: 'Miro',
  publisher: 'Miro',
  description: 'Whiteboards. Users with their role in the organization, and the members of teams or user groups.',
  icon: { initials: 'Mi', color: '#7a5b00' },
  documentation: about.url,
  tenantUrl: ['https://miro.com/api/v1/scim'],
  authentication: ['bearerToken'],
  token:
    'In Company settings > Enterprise integrations: enable single sign-on, then SCIM provisioning, which shows the base URL and generates the token.',
  requiresRole: false,
  appRoles: [
    {
      id: '9b0e4a7c-51d2-4f0e-8c66-0f7a2d9e3b01',
      value: 'ORGANIZATION_INTERNAL_USER',
      displayName: 'Internal user',
      description: 'A member of the organization',
    },
    {
      id: '9b0e4a7c-51d2-4f0e-8c66-0f7a2d9e3b02',
      value: 'ORGANIZATION_INTERNAL_ADMIN',
      displayName: 'Internal admin',
      description: 'Administers the organization',
    },
  ],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    deleteGroups: false,
    softDelete: true,
    groups: true,
    membersPerRequest: 8000,
    payload: 800_000,
    rates: [
      { requests: 200, seconds: 30, methods: ['GET'], resource: 'Users' },
      { requests: 200, seconds: 30, methods: ['POST'], resource: 'Users' },
      { requests: 100, seconds: 30, methods: ['PUT'], resource: 'Users' },
      { requests: 100, seconds: 30, methods: ['PATCH'], resource: 'Users' },
      { requests: 20, seconds: 30, methods: ['DELETE'], resource: 'Users' },
      { requests: 5, seconds: 30, methods: ['GET'], resource: 'Groups' },
      { requests: 5, seconds: 30, methods: ['PATCH'], resource: 'Groups' },
    ],
  },
  schema,
  sources: [
    ...from(start, {
      tenantUrl: 'The base URL is the same for everybody.',
      authentication: 'The token of SCIM provisioning, as a bearer token. A new one must be entered here too.',
    }),
    ...from(about, {
      delete: 'Users can be deleted.',
      softDelete: 'Users are activated and deactivated.',
      notes:
        'Enterprise plan. Newer accounts have groups that are user groups, which can be created and deleted; there, add these actions to the mapping of groups. No bulk.',
    }),
    ...from(users, {
      attributes:
        'userName is the e-mail address and required; displayName, or name, has at most 60 characters; userType Full gives a full license; active.',
    }),
    ...from(client, {
      roles: 'The primary role is ORGANIZATION_INTERNAL_USER or ORGANIZATION_INTERNAL_ADMIN.',
    }),
    ...from(rates, {
      rates:
        'In 30 seconds: of users 200 reads, 200 creates, 100 PUT, 100 PATCH, 20 deletes; of groups 5 lists (20 reads of one), and 5 PATCH larger than 500 bytes.',
      membersPerRequest: 'At most 8,000 members in one PATCH of a group.',
      payload: 'At most 800,000 bytes; more is answered with 413.',
    }),
    ...from(entraTutorial('Miro', 'miro'), {
      matching: 'Accounts are found by the attributes marked Matching; userName is the address.',
      groups: 'Groups can be updated, and neither created nor deleted.',
      deleteGroups: 'The actions Create and Delete of groups are cleared.',
    }),
  ],
}
