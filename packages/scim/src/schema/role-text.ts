import type { Json } from '../resource.ts'
import { isObject } from '../value.ts'

/**
 * Reads a role that is JSON in a text, as one of Entra's mapping functions makes them:
 * `{"value": "{\"id\":…,\"value\":\"Admin\",\"displayName\":\"Administrator\"}"}` becomes
 * `{"value": "Admin", "display": "Administrator"}`. Anything else stays as it is.
 */
export function readRoleText(element: Json): Json {
  const text = isObject(element) ? element['value'] : element
  if (typeof text !== 'string' || !text.startsWith('{')) return element
  const role = parsed(text)
  if (!isObject(role) || typeof role['value'] !== 'string') return element
  const { value, displayName } = role
  const display = typeof displayName === 'string' ? { display: displayName } : {}
  return { ...(isObject(element) ? element : {}), ...display, value }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
