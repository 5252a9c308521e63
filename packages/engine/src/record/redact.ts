/** What is kept of an exchange when some attributes may not be told. */
import { parsePath, type Attributes, type Json } from '@usher/scim'
import type { Exchange } from '../types.ts'

const redacted = '[Redact]'

/**
 * An exchange without the values of these target paths, in requests and in answers.
 *
 * The whole attribute goes, since an element may have been written in a form that its path does not find. What an
 * application says in a refusal may repeat a value, so only its keyword stays.
 */
export function withoutValues(exchange: Exchange, paths: readonly string[]): Exchange {
  const names = new Set(paths.map(nameOf))
  const { requestBody, responseBody, url } = exchange
  return {
    ...exchange,
    url: asksFor(url, names) ? url.replace(/\?.*$/, `?${redacted}`) : url,
    ...(requestBody !== undefined && { requestBody: withoutNames(requestBody, names) }),
    ...(responseBody !== undefined && { responseBody: answerWithout(responseBody, names) }),
  }
}

/** A body without the attributes of these names (in small letters): a resource, a list of them, or the operations of a PATCH. */
export function withoutNames(body: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(body)) return (body as readonly Json[]).map((one) => withoutNames(one, names))
  if (!isObject(body)) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name === 'schemas') return [name, value]
      if (names.has(nameOf(name))) return [name, redacted]
      if (name === 'value' && isNamed(body['path'], names)) return [name, redacted]
      return [name, withoutNames(value, names)]
    }),
  )
}

function answerWithout(body: Json, names: ReadonlySet<string>): Json {
  if (!isObject(body)) return redacted
  const { scimType, status } = body
  if (body['detail'] === undefined && scimType === undefined) return withoutNames(body, names)
  return {
    ...(scimType !== undefined && { scimType }),
    ...(status !== undefined && { status }),
    detail: redacted,
  }
}

function asksFor(url: string, names: ReadonlySet<string>): boolean {
  if (!url.includes('?')) return false
  const query = decoded(url.slice(url.indexOf('?') + 1)).toLowerCase()
  return (query.match(/[a-z][\w$-]*/g) ?? []).some((word) => names.has(word))
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '))
  } catch {
    return query
  }
}

function isNamed(path: Json | undefined, names: ReadonlySet<string>): boolean {
  return typeof path === 'string' && names.has(nameOf(path))
}

/** The attribute of a path, in small letters; of what is no path, all of it. */
function nameOf(path: string): string {
  try {
    const { attribute, urn } = parsePath(path)
    return (attribute === '' ? (urn ?? path) : attribute).toLowerCase()
  } catch {
    return path.toLowerCase()
  }
}

function isObject(value: Json | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
