/** The OpenAPI document, and a page that shows it. Both say what stands in the published documentation, so they need no token. */
import type { FastifyInstance } from 'fastify'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { openApi } from '../../graph/openapi.ts'
import usher from '../../../package.json' with { type: 'json' }

/** What the page is made of, of the package `swagger-ui-dist`. */
const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const
type File = keyof typeof files

export const referencePaths = ['/openapi.json', '/reference', '/reference/:file'] as const

// It sets styles of single elements; nothing of it comes from elsewhere, and no script stands in the page.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export function referenceRoutes(app: FastifyInstance): void {
  app.get('/openapi.json', () => openApi(usher.version))
  app.get('/reference', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page),
  )
  app.get('/reference/:file', async (request, reply) => {
    const { file } = request.params as { readonly file: string }
    const headers = { 'cache-control': 'max-age=86400', 'x-content-type-options': 'nosniff' }
    if (file === 'start.js') return reply.type('text/javascript; charset=utf-8').headers(headers).send(start)
    if (!isFile(file)) return reply.callNotFound()
    return reply
      .type(files[file])
      .headers(headers)
      .send(await readFile(join(folder(), file)))
  })
}

function isFile(file: string): file is File {
  return Object.hasOwn(files, file)
}

function folder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Usher – API reference</title>
<link rel="stylesheet" href="/reference/swagger-ui.css">
<link rel="icon" href="/reference/favicon-32x32.png">
</head>
<body>
<div id="reference"></div>
<script src="/reference/swagger-ui-bundle.js"></script>
<script src="/reference/start.js"></script>
</body>
</html>
`

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, filter: true,
  docExpansion: 'none', defaultModelsExpandDepth: -1, displayRequestDuration: true, tagsSorter: 'alpha', validatorUrl: null })
`
