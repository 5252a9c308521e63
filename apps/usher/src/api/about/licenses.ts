/** The packages of others that this is made of, with their licences: of the server as they are installed, of the pages as they were built. */
import { readFile, readdir } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { pathToFileURL } from 'node:url'

export type Licensed = {
  readonly name: string
  readonly version: string
  readonly license: string | null
  readonly where: readonly ('browser' | 'server')[]
  readonly text: string | null
}
type Package = {
  readonly name: string
  readonly version?: string
  readonly license?: string | { readonly type?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type One = Omit<Licensed, 'where'>

const own = new URL('../../../package.json', import.meta.url)
/** Written by `vite build`: `build.license` of its configuration. */
const ofPages = new URL('../../../../console/dist/licenses.json', import.meta.url)
const isOurs = (name: string): boolean => name === 'usher' || name.startsWith('@usher/')
const byName = (one: One, other: One): number => keyOf(one).localeCompare(keyOf(other), 'en')
const keyOf = ({ name, version }: One): string => `${name} ${version}`

export async function licensesOf(): Promise<readonly Licensed[]> {
  const [server, browser] = [await installed(), await built()]
  const isIn = new Set(browser.map(keyOf))
  const isOn = new Set(server.map(keyOf))
  return [...server, ...browser.filter((one) => !isOn.has(keyOf(one)))].toSorted(byName).map((one) => ({
    ...one,
    where: [
      ...(isIn.has(keyOf(one)) ? ['browser' as const] : []),
      ...(isOn.has(keyOf(one)) ? ['server' as const] : []),
    ],
  }))
}

/** What the service needs, and what that needs, and so on; of optional packages those that are there. */
async function installed(): Promise<readonly One[]> {
  const found = new Map<string, One>()
  const open: URL[] = [own]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at.href)) continue
    const { name, version = '', license, ...needs } = JSON.parse(await readFile(at, 'utf8')) as Package
    const named = typeof license === 'string' ? license : (license?.type ?? null)
    found.set(at.href, { name, version, license: named, text: isOurs(name) ? null : await textBeside(at) })
    for (const one of Object.keys({ ...needs.dependencies, ...needs.optionalDependencies })) {
      const next = placeOf(one, at)
      if (next !== null) open.push(next)
    }
  }
  const all = new Map([...found.values()].filter(({ name }) => !isOurs(name)).map((one) => [keyOf(one), one]))
  return [...all.values()]
}

function placeOf(name: string, from: URL): URL | null {
  try {
    const found = findPackageJSON(name, from)
    return found === undefined ? null : pathToFileURL(found)
  } catch {
    return null // optional, and not installed
  }
}

async function textBeside(at: URL): Promise<string | null> {
  const files = await readdir(new URL('.', at), { withFileTypes: true })
  const its = files.filter((file) => file.isFile() && /^(licen[cs]e|copying|notice)/i.test(file.name))
  const texts = await Promise.all(its.map(({ name }) => readFile(new URL(encodeURIComponent(name), at), 'utf8')))
  return texts.length === 0 ? null : texts.join('\n\n')
}

/** Nothing where the pages are not built. */
async function built(): Promise<readonly One[]> {
  const text = await readFile(ofPages, 'utf8').catch(() => '[]')
  const list = JSON.parse(text) as readonly {
    name: string
    version: string
    identifier: string | null
    text?: string
  }[]
  return list
    .filter(({ name }) => !isOurs(name))
    .map(({ name, version, identifier, text: told = '' }) => ({
      name,
      version,
      license: identifier,
      text: told === '' ? null : told,
    }))
}
