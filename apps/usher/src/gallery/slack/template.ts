import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const guide = { title: 'Using the Slack SCIM API', url: 'https://docs.slack.dev/admins/scim-api' }
const reference = { title: 'SCIM API reference', url: 'https://docs.slack.dev/reference/scim-api' }
const rates = { title: 'SCIM API rate limits', url: 'https://docs.slack.dev/reference/scim-api/rate-limits' }
const paging = {
  title: 'SCIM API pagination changes for Users and Groups',
  url: 'https://api.slack.com/changelog/2019-06-have-scim-will-paginate',
}

export const slack: Template = {
  id: 'slack',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a1a',
  jobTemplate: 'Slack',
  displayName: 'Slack',
  publisher: 'Slack Technologies',
  description:
    'Messaging. Creates, updates and disables members; keeps user groups (IDP groups in an Enterprise organization).',
  icon: { initials: 'Sl', color: '#6b2c6b' },
  documentation: guide.url,
  tenantUrl: ['https://api.slack.com/scim/v2'],
  authentication: ['bearerToken'],
  token:
    'Create a Slack app with the OAuth scope admin, and install it as an Owner or Admin (in an Enterprise organization: on the organization). Its user token is the Secret Token.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: false,
    deleteGroups: true,
    softDelete: true,
    groups: true,
    pageSize: 1000,
    membersPerRequest: 5000,
    rates: [
      { requests: 600, seconds: 60, burst: 180, methods: ['POST', 'PUT', 'PATCH', 'DELETE'] },
      { requests: 1000, seconds: 60, burst: 1000, methods: ['GET'] },
      { requests: 180, seconds: 60, burst: 20, methods: ['POST'], resource: 'Users' },
      { requests: 180, seconds: 60, burst: 20, methods: ['PUT', 'PATCH'], resource: 'Users' },
      { requests: 180, seconds: 60, burst: 20, methods: ['DELETE'], resource: 'Users' },
      { requests: 300, seconds: 60, burst: 300, methods: ['GET'], resource: 'Users' },
      { requests: 180, seconds: 60, burst: 20, methods: ['POST'], resource: 'Groups' },
      { requests: 180, seconds: 60, burst: 80, methods: ['PUT', 'PATCH'], resource: 'Groups' },
      { requests: 180, seconds: 60, burst: 20, methods: ['DELETE'], resource: 'Groups' },
      { requests: 300, seconds: 60, burst: 300, methods: ['GET'], resource: 'Groups' },
    ],
  },
  schema,
  sources: [
    ...from(guide, {
      tenantUrl: 'All calls go to https://api.slack.com/scim/ and the version; version 2 takes PATCH with Operations.',
      authentication:
        'An OAuth token with the scope admin. The account that generated it must stay Owner or Admin, and it acts only on accounts with the same or fewer permissions.',
      notes:
        'Business+ and Enterprise plans only. A new user whose e-mail address a deactivated account still has is refused. At most 50 custom profile fields. Usernames share one namespace with channels.',
    }),
    ...from(reference, {
      attributes:
        'userName is required, has at most 21 characters, and all but . _ - becomes an underscore; an e-mail address is required; displayName has at most 80 characters. E-mail addresses come back with primary and without type, addresses with neither; the manager is a sub-attribute managerId, which is not mapped here.',
      softDelete: 'active says whether an account is active.',
      delete: 'DELETE of a user deactivates; nobody can be deleted permanently.',
      deleteGroups: 'DELETE of a group removes it permanently; its members stay.',
      groups: 'Groups have displayName and members.',
      membersPerRequest: '15,000 users can be changed in a call; no more than 5,000 are recommended.',
    }),
    ...from(rates, {
      rates:
        'Per organization, over all SCIM apps: 600 writes a minute (burst 180), 1,000 reads; besides, for each endpoint 180 a minute to create, update or delete (burst 20, for changes of groups 80) and 300 to read one object.',
    }),
    ...from(paging, { pageSize: 'count is at most 1,000; without it a page has 10.' }),
    ...from(entraTutorial('Slack', 'slack'), {
      matching:
        'Only userName and the e-mail address can be matched. Version 2 documents no filters, so matching is by listing where a filter is not honoured.',
      patch:
        'displayName is sent when the user is created only, since it is refused where people may change theirs; it cannot have an @.',
    }),
  ],
}
