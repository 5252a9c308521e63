/** The files of a console as Vite built them, and its one page, which is answered at every address that is a page of it. */
import { randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const zips = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  gzip: (content: Buffer) => promisify(gzip)(content),
} as const
/** More takes seconds, for one hundredth of the size. */
const brotliQuality = 9

const notBuilt =
  'The console is not built. Start the service with "npm start", or build the console with "node scripts/build-consoles.mjs".\n'

type Built = { readonly page: string | undefined; readonly files: ReadonlyMap<string, File> }
type File = { readonly content: Buffer; readonly zipped: Map<keyof typeof zips, Promise<Buffer>> }
export type ConsoleFiles = {
  /** The folder that `vite build` writes. */
  readonly dist: URL
  /** Patterns of addresses. */
  readonly pages: readonly string[]
}

/**
 * Answers the files and the pages. They are read when somebody first asks for one; a new build wants a new start.
 *
 * Gives what answers the page elsewhere, such as where nothing else was found.
 */
export function consoleFiles(
  app: FastifyInstance,
  { dist, pages }: ConsoleFiles,
): (reply: FastifyReply) => Promise<FastifyReply> {
  let read: Promise<Built> | null = null
  const built = (): Promise<Built> => (read ??= readBuilt(dist))
  const send = async (reply: FastifyReply): Promise<FastifyReply> => {
    const { page } = await built()
    return page === undefined
      ? reply.status(503).type('text/plain; charset=utf-8').send(notBuilt)
      : sendPage(reply, page)
  }
  const file = (name: string) => async (request: FastifyRequest, reply: FastifyReply) => {
    const found = (await built()).files.get(name.replace(':file', (request.params as { file?: string }).file ?? ''))
    return found === undefined ? reply.callNotFound() : sendFile(request, reply, { name, found })
  }
  app.get('/assets/:file', file('assets/:file'))
  app.get('/icon.svg', file('icon.svg'))
  for (const path of pages) app.get(path, (_request, reply) => send(reply))
  return send
}

/** Whether a person asks with a browser, who is told by a page what a program is told by a status. */
export function asksForPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
}

async function readBuilt(dist: URL): Promise<Built> {
  const page = await readFile(new URL('index.html', dist), 'utf8').catch(() => undefined)
  const entries = await readdir(dist, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined)
    .map(({ name, parentPath }) => (parentPath.endsWith('assets') ? `assets/${name}` : name))
  const files = await Promise.all(
    names.map(async (name) => [name, { content: await readFile(new URL(name, dist)), zipped: new Map() }] as const),
  )
  return { page, files: new Map(files) }
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, found: { content, zipped } }: { readonly name: string; readonly found: File },
): Promise<FastifyReply> {
  // A file below assets/ carries the hash of its content in its name.
  const caching = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  void reply
    .headers({ 'cache-control': caching, vary: 'accept-encoding', 'x-content-type-options': 'nosniff' })
    .type(types[extname(request.url.split('?')[0] ?? '')] ?? 'application/octet-stream')
  const taken = Object.keys(zips).find((zip): zip is keyof typeof zips => takes(request, zip))
  if (taken === undefined) return reply.send(content)
  const small = zipped.get(taken) ?? zips[taken](content)
  zipped.set(taken, small)
  return reply.header('content-encoding', taken).send(await small)
}

function takes(request: FastifyRequest, zip: string): boolean {
  const pattern = new RegExp(`\\b${zip}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`)
  return pattern.test(String(request.headers['accept-encoding'] ?? ''))
}

/** The page, with a nonce of its own: Fluent UI makes style elements, and none without it counts. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64')
  return reply
    .headers({
      'content-security-policy': policy(nonce),
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
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
