import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const rest = 'https://developer.atlassian.com/cloud/admin/user-provisioning/rest'
const about = { title: 'About the user provisioning REST API', url: `${rest}/` }
const users = { title: 'User provisioning REST API: users', url: `${rest}/api-group-users/` }

export const atlassian: Template = {
  id: 'atlassian',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a12',
  jobTemplate: 'atlassianCloud',
  displayName: 'Atlassian Cloud',
  publisher: 'Atlassian',
  description: 'Jira, Confluence and others. Creates, updates and disables managed accounts; keeps groups.',
  icon: { initials: 'At', color: '#0c4a9e' },
  documentation: about.url,
  tenantUrl: ['https://api.atlassian.com/scim/directory/{directory}'],
  authentication: ['bearerToken'],
  token:
    'At admin.atlassian.com, Security > Identity providers > your directory > Set up user provisioning: copy the SCIM base URL and the API key; they are shown once.',
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
    filters: { User: ['userName', 'externalId'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(about, {
      tenantUrl: 'Requests go to https://api.atlassian.com/scim/directory/ and the id of the directory.',
      authentication: 'The API key of the directory, as a bearer token.',
      softDelete: 'Setting active to false deactivates an account.',
      delete: 'DELETE of a user does the same as setting active to false.',
      deleteGroups: 'A group is renamed by making another one and deleting the old.',
      notes: 'An account can be created only with an e-mail address of a verified domain.',
      patch:
        'A group cannot be renamed, so its displayName is sent at creation only; a name that exists already is a conflict.',
    }),
    ...from(users, {
      attributes:
        'displayName, emails (required), organization, title, timezone, department and preferredLanguage can be updated.',
      matching: 'Users are filtered by one exact match of userName or externalId. Groups are filtered by displayName.',
    }),
    ...from(entraTutorial('Atlassian Cloud', 'atlassian-cloud'), {
      groups:
        'Groups have displayName, externalId and members; displayName is matched. Members can be changed several at once.',
    }),
  ],
}
