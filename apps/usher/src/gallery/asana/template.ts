import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const tutorial = entraTutorial('Asana', 'asana')
const api = { title: 'SCIM', url: 'https://developers.asana.com/docs/scim' }

export const asana: Template = {
  id: 'asana',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a11',
  jobTemplate: 'asana',
  displayName: 'Asana',
  publisher: 'Asana',
  description: 'Work management. Creates, updates and deprovisions users; groups become teams.',
  icon: { initials: 'As', color: '#a8324a' },
  documentation: api.url,
  tenantUrl: ['https://app.asana.com/api/1.0/scim'],
  authentication: ['bearerToken'],
  token:
    'In the Admin Console, Apps > Service accounts > Add service account: scoped permissions, User provisioning (SCIM), read, create and modify users and teams. Copy its token.',
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
    filters: { User: ['userName'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(api, {
      tenantUrl: 'SCIM 2.0 stands at one address for everybody.',
      softDelete: 'active false deprovisions a user.',
      delete: 'DELETE of a user deprovisions, as active false does.',
      deleteGroups: 'DELETE of a group removes the team.',
      patch: 'name.givenName and name.familyName are not supported by PATCH; name.formatted is.',
      notes: 'Enterprise domains only. Guests are not listed. userName must be an e-mail address.',
    }),
    ...from(tutorial, {
      authentication: 'The token of a service account with the permissions to read, create and modify users and teams.',
      attributes:
        'The attributes that are listed here; externalId, the parts of the name and preferredLanguage were dropped.',
      matching: 'userName of users and displayName of groups are supported for filtering.',
      groups: 'Groups have displayName and members.',
    }),
  ],
}
