import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const packed = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '..', '..', 'bin')

/**
 * Starts a real Chromium without a window. It comes from npm, packed, with the libraries and fonts that a bare machine
 * lacks. For Linux on x64; elsewhere `USHER_CHROMIUM` names one that is installed.
 */
export async function openBrowser(): Promise<Browser> {
  const given = process.env['USHER_CHROMIUM']
  if (given !== undefined) return launch(given, {})
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('For this machine there is no Chromium on npm: set USHER_CHROMIUM to the path of one.')
  const folder = await unpacked()
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const binary = join(folder, 'chromium')
  // The system's libraries fit the system; those that come along do for a machine without any.
  return launch(binary, fonts).catch(() => launch(binary, { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }))
}

function launch(executablePath: string, more: Record<string, string>): Promise<Browser> {
  const env = { ...process.env, ...more } as Record<string, string>
  // Root, and a container, have no sandbox. Without a GPU there is none to look for.
  return chromium.launch({ executablePath, env, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] })
}

/** Test files run side by side, so it is unpacked apart and then put in place: what is in place is whole. */
async function unpacked(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(packed, '..', 'package.json')) as { version: string }
  const place = join(root, 'node_modules', '.cache', `chromium-${version}`)
  if (existsSync(place)) return place
  await mkdir(dirname(place), { recursive: true })
  const folder = await mkdtemp(`${place}-`)
  await unpack(folder)
  const conf = `<?xml version="1.0"?><fontconfig><dir>${join(place, 'fonts')}</dir><cachedir>${join(place, 'fonts-cache')}</cachedir></fontconfig>`
  await writeFile(join(folder, 'fonts.conf'), conf)
  await rename(folder, place).catch(() => rm(folder, { recursive: true, force: true })) // another one was first
  return place
}

/** The package unpacks into the temporary folder, whatever that is. */
async function unpack(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { inflate } = await import('@sparticuz/chromium')
    for (const file of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
      await inflate(join(packed, file))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
