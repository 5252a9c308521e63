import type { Json } from '@usher/scim'

const mostKept = 8 * 1024

/** A request's body as the activity keeps it: without passwords, and not more than 8 kB of it. */
export function redacted(text: string, json: Json): string {
  // Only a text that names a password, or hides a name behind an escape, has to be printed anew.
  const safe = /password|\\u/i.test(text) ? JSON.stringify(withoutPassword(json)) : text
  return safe.length > mostKept ? `${safe.slice(0, mostKept).toWellFormed()}…` : safe
}

function withoutPassword(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutPassword)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value as { readonly [name: string]: Json })
  const isAboutPassword = members.some(([name, path]) => name.toLowerCase() === 'path' && isPassword(path))
  return Object.fromEntries(
    members.map(([name, member]) => {
      const isFilter = name.toLowerCase() === 'filter' && isPassword(member)
      const isSecret = isPassword(name) || isFilter || (isAboutPassword && name.toLowerCase() === 'value')
      return [name, isSecret ? '(removed)' : withoutPassword(member)]
    }),
  )
}

function isPassword(name: Json): boolean {
  return typeof name === 'string' && name.toLowerCase().includes('password')
}

/** An address without the filter, when that is about a password. */
export function redactedPath(url: string): string {
  return /pass(word|%|\+)|%70|%50/i.test(url) && isPassword(readable(url))
    ? url.replaceAll(/([?&]filter=)[^&]*/gi, '$1(removed)')
    : url
}

/** A sentence that may repeat what was sent. */
export function redactedText(text: string | null): string | null {
  return text !== null && isPassword(text) ? text.replace(/".*"/s, '"(removed)"') : text
}

function readable(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return 'password'
  }
}
