/** An entry of the gallery as the Graph's applicationTemplate (graph-api.md 3.1). */
import { z } from 'zod'
import type { Template } from '../../gallery/template.ts'

export const applicationTemplateShape = z.object({
  id: z.guid(),
  displayName: z.string().nullable(),
  publisher: z.string().nullable(),
  description: z.string().nullable(),
  homePageUrl: z.string().nullable(),
  logoUrl: z.string().nullable(),
  categories: z.array(z.string()),
  supportedProvisioningTypes: z.array(z.string()),
  supportedSingleSignOnModes: z.array(z.string()),
  endpoints: z.array(z.string()),
  lastModifiedDateTime: z.string().nullable(),
  deprecationDate: z.string().nullable(),
  isEntraIntegrated: z.boolean(),
  riskScore: z.null(),
  riskFactors: z.null(),
})

export function shownTemplate(template: Template, base: string): z.infer<typeof applicationTemplateShape> {
  return {
    id: template.graphId,
    displayName: template.displayName,
    publisher: template.publisher,
    description: template.description,
    homePageUrl: template.documentation,
    logoUrl: `${base}/usher/gallery/${template.id}/icon.svg`,
    categories: [],
    supportedProvisioningTypes: ['sync'],
    // People do not sign in by Usher.
    supportedSingleSignOnModes: ['notSupported'],
    endpoints: [],
    lastModifiedDateTime: null,
    deprecationDate: null,
    isEntraIntegrated: false,
    riskScore: null,
    riskFactors: null,
  }
}
