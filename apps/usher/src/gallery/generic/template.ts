/** Create your own: any application that speaks SCIM 2.0, with the defaults that a fresh job of Entra has. */
import { from } from '../facts.ts'
import type { Template } from '../template.ts'
import { usualLimits, usualSettings } from '../usual.ts'
import { schema } from './schema.ts'

const design = {
  title: 'Tutorial: Develop and plan provisioning for a SCIM endpoint in Microsoft Entra ID',
  url: 'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
}
const protocol = { title: 'RFC 7644: SCIM protocol', url: 'https://www.rfc-editor.org/rfc/rfc7644' }

export const generic: Template = {
  id: 'generic',
  graphId: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
  jobTemplate: 'scim',
  displayName: 'SCIM 2.0 application',
  publisher: 'any',
  description:
    'Create your own: an application that is not in the gallery, or one of your own. Users and groups; mappings and dialect are yours to change.',
  icon: { initials: 'SC', color: '#5c2e91' },
  documentation: design.url,
  tenantUrl: ['https://{host}/{path}'],
  authentication: ['bearerToken', 'clientCredentials', 'mutualTls'],
  token: 'The administration pages of the application show both, often under "provisioning" or "SCIM".',
  requiresRole: false,
  appRoles: [],
  settings: usualSettings,
  dialect: 'rfc',
  limits: { ...usualLimits, delete: true, softDelete: true, groups: true },
  schema,
  sources: [
    ...from(protocol, {
      tenantUrl: 'The address under which /Users and /Groups stand (section 1.3).',
      authentication: 'Bearer tokens and OAuth 2.0 are recommended, TLS client certificates named (section 2).',
      delete: 'DELETE removes a resource (section 3.6).',
      patch: 'PATCH is optional, and what is supported is said by /ServiceProviderConfig (sections 3.5.2 and 4).',
      paging: 'Lists are paged by startIndex and count (section 3.4.2.4).',
    }),
    ...from(design, {
      attributes: 'The default mapping of users and groups, of which the application may support a part.',
      matching: 'Users are looked for by userName, groups by displayName.',
      softDelete: 'A user who leaves is disabled by active.',
      groups: 'Groups are created without members, which are added afterwards.',
    }),
  ],
}
