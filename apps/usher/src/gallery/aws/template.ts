import { entraTutorial, from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const guide = 'https://docs.aws.amazon.com/singlesignon/latest/developerguide'
const operation = (name: string) => ({
  title: `IAM Identity Center SCIM implementation: ${name}`,
  url: `${guide}/${name.toLowerCase()}.html`,
})
const enable = {
  title: 'Enable automatic provisioning',
  url: 'https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-with-scim.html',
}

export const aws: Template = {
  id: 'aws',
  graphId: '8b1025e4-1dd2-430b-a150-2ef79cd700f5',
  jobTemplate: 'aws',
  displayName: 'AWS IAM Identity Center',
  publisher: 'Amazon Web Services',
  description:
    'Sign-in to AWS accounts and applications. Users and groups; one e-mail address, telephone number and address each.',
  icon: { initials: 'AW', color: '#9c4a00' },
  documentation: enable.url,
  tenantUrl: ['https://scim.{region}.amazonaws.com/{tenant}/scim/v2'],
  authentication: ['bearerToken'],
  token:
    'In the IAM Identity Center console, Settings > Automatic provisioning > Enable: copy the SCIM endpoint and the access token, which is shown once and expires.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: {
    ...usualLimits,
    delete: true,
    softDelete: true,
    groups: true,
    paging: 'cursor',
    filters: { User: ['userName', 'externalId'], Group: ['displayName'] },
  },
  schema,
  sources: [
    ...from(enable, {
      tenantUrl: 'The console shows the SCIM endpoint; region and tenant stand in it.',
      authentication: 'The access token of automatic provisioning, as a bearer token.',
    }),
    ...from(operation('CreateUser'), {
      attributes:
        'givenName, familyName, userName and displayName are required. emails, addresses and phoneNumbers take one value each, and that of emails must be primary.',
    }),
    ...from(operation('ListUsers'), {
      paging: 'startIndex is not supported; the next page is asked for by cursor.',
      pageSize: 'At most 100 results.',
      notes:
        'attributes and excludedAttributes are not supported in lists. Combined filters are few: userName, externalId, groups.value, id with manager.',
    }),
    ...from(operation('DeleteUser'), { delete: 'A user can be deleted.' }),
    ...from(operation('PatchUser'), {
      softDelete: 'active can be changed.',
      patch:
        'Not several operations on userName or active in one PATCH; remove needs a path and is not for these two; filters know eq.',
    }),
    ...from(operation('PatchGroup'), {
      groups: 'displayName, members and externalId. All members cannot be replaced or removed at once.',
      membersPerRequest: 'At most 100 membership changes.',
    }),
    ...from(entraTutorial('AWS IAM Identity Center', 'aws-single-sign-on'), {
      matching: 'userName of users and displayName of groups are supported for filtering.',
    }),
  ],
}
