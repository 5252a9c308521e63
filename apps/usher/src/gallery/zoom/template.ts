import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const api = { title: 'SCIM2 API', url: 'https://developers.zoom.us/docs/api/rest/scim-api/' }
const changes = {
  title: 'Zoom SCIM2 changes of December 26, 2023',
  url: 'https://developers.zoom.us/changelog/scim2/december-26-2023',
}

export const zoom: Template = {
  id: 'zoom',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a1c',
  jobTemplate: 'zoom',
  displayName: 'Zoom',
  publisher: 'Zoom',
  description: 'Meetings and telephony. Creates, updates and deactivates users.',
  icon: { initials: 'Zo', color: '#0b5cad' },
  documentation: api.url,
  tenantUrl: ['https://api.zoom.us/scim2'],
  authentication: ['clientCredentials', 'bearerToken'],
  token: 'In the Zoom App Marketplace create a server-to-server OAuth app, and add the scope of SCIM2 to it.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: false,
    softDelete: true,
    groups: false,
    filters: { User: ['userName'] },
  },
  schema,
  sources: [
    ...from(api, {
      authentication:
        'OAuth 2.0, with an OAuth app or a server-to-server OAuth app that has the scope SCIM2. Which grant a server-to-server app takes stands in its own documentation.',
      notes:
        'Business or Education account with an approved vanity URL, single sign-on enabled, Owner or Admin. Accept is application/scim+json.',
    }),
    ...from(changes, { tenantUrl: 'The users stand under /scim2/Users.' }),
    ...from(entraTutorial('Zoom', 'zoom'), {
      attributes: 'userName is required; active, name, the work e-mail address, department and userType are supported.',
      matching: 'userName is supported for filtering.',
      softDelete: 'Users are removed when they no longer need access; here by active.',
      delete: 'Whether DELETE of a user is for good is not published there, so it is not used.',
      groups: 'The tutorial has users only. Zoom has groups as well, but publishes no attributes of them there.',
    }),
  ],
}
