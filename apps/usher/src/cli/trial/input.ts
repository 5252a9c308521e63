/** What the commands that try something out read: files, standard input, attributes on the command line, a person. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Attributes, Json } from '@usher/scim'
import { userAttributes } from '../../gallery/directory-attributes.ts'
import type { Tenant } from '../../store/tenant.ts'
import { Failed, query, seg } from '../client.ts'
import type { With } from '../with.ts'

/** The attributes of one object. `known`: names that an expression about it could have meant. */
export type Subject = {
  readonly name: string
  readonly attributes: Attributes
  readonly known: readonly string[]
  /** What holds for the whole directory; only for a person of it. */
  readonly tenant?: Pick<Tenant, 'defaultDomain' | 'timeZone'>
}
export type SubjectOptions = {
  readonly user?: string
  readonly app?: string
  readonly job?: string
  readonly file?: string
  readonly set?: readonly string[]
}

/** Reads the object that something is tried on. Only for a person of the directory is the service asked. */
export async function readSubject(
  { user, app, job, file, set = [] }: SubjectOptions,
  { run, reads }: { readonly run: With; readonly reads: readonly string[] },
): Promise<Subject> {
  if (user !== undefined && file !== undefined) throw new Failed('Give --user or --file, not both.', 2)
  const given = Object.fromEntries(set.map(pair))
  if (user === undefined) {
    const attributes = { ...(file === undefined ? {} : await readObject(file)), ...given }
    return { name: file === undefined ? 'The object' : nameOf(file), attributes, known: Object.keys(attributes) }
  }
  if (reads.includes(roles) && app === undefined && !(roles in given)) {
    throw new Failed(`${roles} are those of an application. Name it with --app.`, 2)
  }
  const { attributes, tenant } = await person(
    `/usher/users/${seg(user)}/attributes${query({ reads: reads.join(','), app, job })}`,
    run,
  )
  const known = [...Object.keys(attributes), ...reads.filter(isComputed), ...userAttributes.map((one) => one.name)]
  return { name: user, attributes: { ...attributes, ...given }, known, tenant }
}

const roles = 'appRoleAssignments'
const isComputed = (name: string): boolean => name === 'memberOf' || name.startsWith('manager.')

async function person(path: string, run: With): Promise<{ readonly attributes: Attributes; readonly tenant: Tenant }> {
  let found: { readonly attributes: Attributes; readonly tenant: Tenant } | undefined
  await run(async (client) => {
    found = { attributes: await client.exact<Attributes>(path), tenant: await client.exact<Tenant>('/usher/tenant') }
  })
  if (found === undefined) throw new Error('The service was not asked')
  return found
}

async function readObject(file: string): Promise<Attributes> {
  const value = await readJson(file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Attributes
  throw new Failed(`${nameOf(file)} must hold one JSON object: the attributes of a person.`, 2)
}

// Text is what a shell can say without quotes; what can only be JSON is read as JSON.
function pair(text: string): readonly [string, Json] {
  const at = text.indexOf('=')
  if (at < 1) throw new Failed(`--set takes NAME=VALUE, not "${text}".`, 2)
  const value = text.slice(at + 1)
  if (!/^(?:[[{"]|(?:true|false|null)$)/.test(value)) return [text.slice(0, at), value]
  return [text.slice(0, at), parseJson(value, `The value of --set ${text.slice(0, at)}`)]
}

export async function readJson(file: string): Promise<Json> {
  return parseJson(await readText(file), nameOf(file))
}

function parseJson(text: string, what: string): Json {
  try {
    return JSON.parse(text, exact) as Json
  } catch (error) {
    throw new Failed(`${what} is not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}.`, 2)
  }
}

// A whole number that JavaScript cannot hold, like the 9223372036854775807 of an account without end, keeps its digits.
function exact(_name: string, value: unknown, { source = '' }: { source?: string } = {}): unknown {
  const rounded = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
  return rounded ? source : value
}

/** The text of a file, or of standard input for `-`; a byte order mark says how it is encoded and goes. */
export async function readText(file: string): Promise<string> {
  const bytes =
    file === '-' ? await buffer(process.stdin) : await readFile(file).catch((error: Error) => unreadable(file, error))
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function unreadable(file: string, error: NodeJS.ErrnoException): never {
  if (error.code === 'ENOENT') throw new Failed(`There is no file ${file}.`, 3)
  throw new Failed(`${file} cannot be read: ${error.code === 'EISDIR' ? 'it is a folder' : error.message}.`, 2)
}

const nameOf = (file: string): string => (file === '-' ? 'Standard input' : file)
