import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const docs = 'https://developers.figma.com/docs/rest-api'
const about = { title: 'SCIM API Reference', url: `${docs}/scim` }
const schemas = { title: 'SCIM API: supported schemas', url: `${docs}/scim-supported-schemas` }
const endpoints = { title: 'SCIM API: endpoints', url: `${docs}/scim-endpoints` }
const examples = { title: 'SCIM API: examples', url: `${docs}/scim-examples` }
const seats = {
  title: 'Manage seats via SCIM using Microsoft Entra ID',
  url: 'https://help.figma.com/hc/en-us/articles/22766770509591-Manage-seats-via-SCIM-using-Microsoft-Entra-ID',
}

export const figma: Template = {
  id: 'figma',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a14',
  jobTemplate: 'figma',
  displayName: 'Figma',
  publisher: 'Figma',
  description: 'Design. Users with their seats, and groups that place people in workspaces and billing groups.',
  icon: { initials: 'Fi', color: '#a1328c' },
  documentation: about.url,
  tenantUrl: ['https://www.figma.com/scim/v2/{tenant}'],
  authentication: ['bearerToken'],
  token:
    'In Admin > Settings > Login and provisioning: SAML SSO shows the Tenant ID, SCIM provisioning generates the API token, which is shown once.',
  requiresRole: false,
  appRoles: [
    {
      id: '3c1b6e2a-9a54-4c57-8f0a-6b2d7e4f1a01',
      value: 'Full',
      displayName: 'Figma Full',
      description: 'A full seat',
    },
    {
      id: '3c1b6e2a-9a54-4c57-8f0a-6b2d7e4f1a02',
      value: 'Dev',
      displayName: 'Figma Dev',
      description: 'A seat for developers',
    },
    {
      id: '3c1b6e2a-9a54-4c57-8f0a-6b2d7e4f1a03',
      value: 'Collab',
      displayName: 'Figma Collab',
      description: 'A seat to collaborate',
    },
    {
      id: '3c1b6e2a-9a54-4c57-8f0a-6b2d7e4f1a04',
      value: 'View',
      displayName: 'Figma View',
      description: 'A seat to view and comment',
    },
  ],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    pageSize: 200,
    filters: { User: ['userName', 'externalId'] },
  },
  schema,
  sources: [
    ...from(about, {
      tenantUrl: 'The Tenant ID of single sign-on stands in the path.',
      authentication: 'The API token of SCIM provisioning, as a bearer token.',
      delete: 'DELETE removes objects.',
      notes: 'Organization and Enterprise plans.',
    }),
    ...from(schemas, {
      attributes:
        'userName is the e-mail address, and changing it changes that of the account. displayName has at most 100 characters, externalId 255. The enterprise extension has employeeNumber, costCenter, organization, division and department; the manager is an address there and is not mapped.',
      roles:
        'On the Enterprise plan roles has one element of type seatType: Full, Dev, Collab or View. Who has no role gets what the organization sets.',
      groups: 'Groups have displayName, at most 255 characters, and members.',
    }),
    ...from(endpoints, {
      matching: 'Users are filtered by userName and externalId. Only accounts that were made by SCIM are found.',
      pageSize: 'The service provider configuration says at most 200 results, no bulk, PATCH supported.',
    }),
    ...from(examples, { softDelete: 'active false removes a user from the organization and keeps the record.' }),
    ...from(seats, { patch: 'The four roles are those that the guide names for Entra.' }),
    ...from(entraTutorial('Figma', 'figma'), { paging: 'startIndex and count, as SCIM has them.' }),
  ],
}
