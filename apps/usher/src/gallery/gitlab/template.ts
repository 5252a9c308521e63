import { from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const guide = {
  title: 'Configure SCIM for GitLab.com groups',
  url: 'https://docs.gitlab.com/user/group/saml_sso/scim_setup/',
}
const api = {
  title: 'Internal API: group and instance SCIM API',
  url: 'https://docs.gitlab.com/development/internal_api/',
}

export const gitlab: Template = {
  id: 'gitlab',
  graphId: '6d1f5c39-0f3a-4d0a-8b63-5d2b1c4e7a16',
  jobTemplate: 'gitLab',
  displayName: 'GitLab',
  publisher: 'GitLab',
  description:
    'Code hosting. Creates users in a group of GitLab.com or in an instance of your own, and takes their access away.',
  icon: { initials: 'GL', color: '#b5451b' },
  documentation: guide.url,
  tenantUrl: ['https://gitlab.com/api/scim/v2/groups/{group}', 'https://{host}/api/scim/v2/application'],
  authentication: ['bearerToken'],
  token:
    'In the group, Settings > SAML SSO: choose Generate a SCIM token, and copy the SCIM API endpoint URL. Single sign-on of the group must be configured before.',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: { ...usualLimits, delete: true, softDelete: true, groups: false },
  schema,
  sources: [
    ...from(guide, {
      authentication: 'A SCIM token, generated in the settings of the group.',
      attributes:
        'The rows that are mapped here, with mail in place of userPrincipalName where that is no e-mail address. What else is sent is not used.',
      matching: 'By externalId, which must be what SAML sends as NameID.',
      softDelete:
        'A user who is deactivated loses the membership and comes back with it; the GitLab account itself stays.',
      groups: 'Provisioning of groups is not supported.',
      notes:
        'Premium and Ultimate. A user name that is taken gets a suffix. externalId must not change once it is used.',
    }),
    ...from(api, {
      tenantUrl: 'The path of the group stands in the URL; an instance of your own uses application.',
      delete: 'DELETE removes the single sign-on identity and the group membership.',
      patch: 'Only externalId and active can be changed, so the other rows are applied at creation only.',
      paging: 'startIndex and count, as SCIM has them.',
    }),
  ],
}
