import { randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Where `vite build` puts the console. */
const dist = new URL('../../console/dist/', import.meta.url)

/** The addresses that are pages: each is answered with the one page, and the console in it shows what belongs there. */
const pages = [
  '/',
  '/users',
  '/users/*',
  '/groups',
  '/groups/*',
  '/activity',
  '/admin',
  '/admin/advanced/api',
  '/admin/rights',
  '/admin/settings',
  '/admin/tenants',
]

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const notBuilt =
  'The admin console is not built. Start the service with "npm start", or build the console with "node scripts/build-consoles.mjs".\n'

/** The files of the admin console as they were built. They are read once; a new build wants a new start. */
export async function consolePages(app: FastifyInstance): Promise<void> {
  const names = await readdir(dist, { recursive: true, withFileTypes: true }).catch(() => [])
  const page = await readFile(new URL('index.html', dist), 'utf8').catch(() => undefined)
  for (const entry of names) {
    if (!entry.isFile() || entry.name === 'index.html' || types[extname(entry.name)] === undefined) continue
    const folder = entry.parentPath.endsWith('assets') ? 'assets/' : ''
    await asset(app, `${folder}${entry.name}`)
  }
  const send = (reply: FastifyReply): FastifyReply =>
    page === undefined ? reply.status(503).type('text/plain; charset=utf-8').send(notBuilt) : sendPage(reply, page)
  for (const path of pages) app.get(path, (_request, reply) => send(reply))
  // Whoever follows an old link, or mistypes one, is told so by the console.
  app.setNotFoundHandler((request, reply) => {
    const isRead = request.method === 'GET' && String(request.headers.accept ?? '').includes('text/html')
    return isRead ? send(reply.status(404)) : reply.status(404).send({ error: 'There is nothing at this path.' })
  })
}

async function asset(app: FastifyInstance, path: string): Promise<void> {
  const content = await readFile(new URL(path, dist))
  const zipped = gzipSync(content)
  // A file below assets/ carries the hash of its content in its name.
  const caching = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  app.get(`/${path}`, (request, reply) => {
    const headers = { 'cache-control': caching, vary: 'accept-encoding' }
    void reply.headers(headers).type(types[extname(path)] ?? 'application/octet-stream')
    return takesGzip(request) ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(content)
  })
}

function takesGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''))
}

/** The page, with a nonce of its own: Fluent UI makes style elements, and none without it counts. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64')
  return reply
    .headers({ 'content-security-policy': policy(nonce), 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(page.replace('{{nonce}}', nonce))
}

/** Nothing but the console's own files may run or be shown in it, and nobody may frame it. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';')
}
