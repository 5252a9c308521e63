import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findTemplate, searchGallery } from '../../gallery/gallery.ts'
import { svgOf } from '../../gallery/icon.ts'
import { summaryOf, toldOf } from '../../gallery/said.ts'

const search = z.object({ search: z.string().max(200).default('') })
const which = z.object({ template: z.string().min(1) })

/** What can be added; the same for everybody, so that nothing of the house is read. */
export function galleryRoutes(app: FastifyInstance): void {
  app.get('/usher/gallery', (request) => ({
    templates: searchGallery(search.parse(request.query).search).map(summaryOf),
  }))
  app.get('/usher/gallery/:template', (request) => toldOf(findTemplate(which.parse(request.params).template)))
  app.get('/usher/gallery/:template/icon.svg', (request, reply) => {
    const { icon, displayName } = findTemplate(which.parse(request.params).template)
    return reply
      .type('image/svg+xml; charset=utf-8')
      .header('content-security-policy', "default-src 'none'")
      .header('cache-control', 'max-age=3600')
      .send(svgOf(icon, displayName))
  })
}
