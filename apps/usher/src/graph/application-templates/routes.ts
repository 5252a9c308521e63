import { gallery } from '../../gallery/gallery.ts'
import { generic } from '../../gallery/generic/template.ts'
import type { Template } from '../../gallery/template.ts'
import { insertPair } from '../../store/applications.ts'
import { audit } from '../../store/audit.ts'
import { change } from '../../store/directory.ts'
import { registrationBy } from '../../store/registrations.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import { msiamAccess } from '../app-roles.ts'
import { shownApplications } from '../applications/entity.ts'
import { callerOwns } from '../owning.ts'
import type { Call, Route } from '../route.ts'
import { shownServicePrincipals } from '../service-principals/entity.ts'
import { entityAnswer } from '../wire/entity.ts'
import { notFound } from '../wire/fault.ts'
import { metadata, selected } from '../wire/page.ts'
import { countAnswer, shortList } from '../wire/short-list.ts'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { applicationTemplateShape, shownTemplate } from './entity.ts'

const instantiateShape = z.object({
  displayName: z.string().trim().min(1).max(256),
  serviceManagementReference: z.string().max(1024).nullish(),
})
const items = (call: Call) => gallery.map((template) => shownTemplate(template, call.base))

export const applicationTemplateRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/applicationTemplates',
    action: null,
    says: 'Applications of the gallery.',
    gives: applicationTemplateShape,
    handle: async (call) =>
      shortList(call, { of: 'applicationTemplates', resource: 'applicationTemplate', items: items(call), usual: 100 }),
  },
  {
    method: 'GET',
    path: '/applicationTemplates/$count',
    action: null,
    says: 'How many applications the gallery has.',
    handle: async () => countAnswer(gallery.length),
  },
  {
    method: 'GET',
    path: '/applicationTemplates/:id',
    action: null,
    says: 'One application of the gallery.',
    gives: applicationTemplateShape,
    handle: async (call) => {
      const shown = shownTemplate(templateOf(call), call.base)
      return entityAnswer(call, 'applicationTemplates', selected(shown, call.query.select))
    },
  },
  {
    method: 'POST',
    path: '/applicationTemplates/:id/instantiate',
    action: 'microsoft.directory/applicationTemplates/instantiate',
    mine: true,
    says: 'Adds an application of the gallery: an app registration and its service principal. It has no job yet.',
    takes: instantiateShape,
    handle: async (call) => instantiate(call, templateOf(call), instantiateShape.parse(call.body)),
  },
]

function templateOf({ params: { id = '' } }: Call): Template {
  const found = gallery.find(({ graphId }) => graphId === id.toLowerCase())
  if (found === undefined) throw notFound(id)
  return found
}

async function instantiate(call: Call, template: Template, given: z.infer<typeof instantiateShape>) {
  const { store } = call.context.house
  const { displayName, serviceManagementReference } = given
  const app = {
    displayName,
    templateId: template.id,
    appRoles: [...template.appRoles, msiamAccess],
    requiresRole: template.requiresRole,
  }
  const made = await change(store, async (trx) => {
    const one = await insertPair(trx, store.tenant, app, {
      application: serviceManagementReference === undefined ? {} : { serviceManagementReference },
      servicePrincipal: {
        appRoleAssignmentRequired: true,
        tags: tagsOf(template),
        oauth2PermissionScopes: [impersonation(displayName)],
      },
    })
    const sp = await servicePrincipalBy({ db: trx, tenant: store.tenant }, 'id', one.id)
    const registration = await registrationBy({ db: trx, tenant: store.tenant }, 'appId', sp?.appId ?? '')
    if (sp === null || registration === null) throw new Error('An application was not made whole.')
    await callerOwns(trx, call, { type: 'application', id: registration.id }, { type: 'servicePrincipal', id: sp.id })
    await audit(
      { ...store, db: trx },
      {
        actor: call.caller.name,
        activity: 'Add application',
        object: displayName,
        application: sp.id,
        details: { template: template.id },
      },
    )
    return { sp, registration }
  })
  const [application] = await shownApplications(call, [made.registration])
  const [servicePrincipal] = await shownServicePrincipals(call, [made.sp])
  return {
    status: 201,
    body: {
      '@odata.context': metadata(call, 'microsoft.graph.applicationServicePrincipal'),
      application,
      servicePrincipal,
    },
  }
}

function tagsOf(template: Template): readonly string[] {
  const custom = template === generic ? ['WindowsAzureActiveDirectoryCustomSingleSignOnApplication'] : []
  return [...custom, 'WindowsAzureActiveDirectoryIntegratedApp']
}

function impersonation(displayName: string) {
  return {
    adminConsentDescription: `Allow the application to access ${displayName} on behalf of the signed-in user.`,
    adminConsentDisplayName: `Access ${displayName}`,
    id: randomUUID(),
    isEnabled: true,
    type: 'User',
    userConsentDescription: `Allow the application to access ${displayName} on your behalf.`,
    userConsentDisplayName: `Access ${displayName}`,
    value: 'user_impersonation',
  }
}
