/** Dynamic Signal: users only, no permanent deletes from here, a role is required (engine.md section 15, decisions). */
import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const tutorial = entraTutorial('Dynamic Signal', 'dynamic-signal')

export const dynamicSignal: Template = {
  id: 'dynamic-signal',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a10',
  jobTemplate: 'dynamicSignal',
  displayName: 'Dynamic Signal',
  publisher: 'Dynamic Signal',
  description:
    'Employee communication. Creates, updates and disables users; deleting for good is done in its own console.',
  icon: { initials: 'DS', color: '#0f6cbd' },
  documentation: tutorial.url,
  tenantUrl: ['https://{host}/scim/v2'],
  authentication: ['bearerToken', 'clientCredentials'],
  token: 'In the Dynamic Signal console, Admin > Advanced > API: copy the SCIM API URL, and choose Generate New Token.',
  requiresRole: true,
  appRoles: [
    {
      id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01',
      value: 'User',
      displayName: 'User',
      description: 'Uses Dynamic Signal',
    },
    {
      id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a02',
      value: 'Admin',
      displayName: 'Admin',
      description: 'Administers Dynamic Signal',
    },
  ],
  settings: { ...usualSettings, onVanished: 'report' },
  dialect: 'rfc',
  limits: { ...usualLimits, delete: false, softDelete: true, groups: false },
  schema,
  sources: from(tutorial, {
    tenantUrl: 'The SCIM API URL is shown in the console of Dynamic Signal; its form is not published.',
    authentication: 'A bearer token that an account with Admin permissions generates.',
    attributes: 'The default mapping is published as a picture only; here it is the default of a SCIM application.',
    matching: 'The attributes marked Matching are used to find accounts; the default is userName.',
    roles: 'A person with Default Access only is not provisioned.',
    softDelete: 'Users are disabled when they no longer need access.',
    delete: 'Permanent deletes are done in the console of Dynamic Signal.',
    groups: 'Groups are not supported.',
  }),
}
