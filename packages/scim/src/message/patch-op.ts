import type { Attributes, Json } from '../resource.ts'
import { isObject, memberOf } from '../value.ts'
import { ScimError } from './error.ts'
import { urns } from './urns.ts'

/** What to do with the end state of an attribute (RFC 7644 §3.5.2). */
export type PatchOperation = {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path?: string
  readonly value?: Json
}

/** Strict is the RFC to the letter; lenient takes what Entra and Okta really send. */
export type Mode = 'lenient' | 'strict'

/** The body of a PATCH request. */
export function patchOp(operations: readonly PatchOperation[]): Attributes {
  return { schemas: [urns.patchOp], Operations: operations.map((operation) => ({ ...operation })) }
}

/**
 * Reads the body of a PATCH request.
 *
 * `op` is compared without regard to case in both modes, since Entra sends `Add` and `Replace`. Lenient tolerates a
 * missing `schemas`, other spellings of the member names, and an empty list of operations. Throws 400 `invalidSyntax`.
 */
export function parsePatchOp(body: Json | undefined, mode: Mode = 'lenient'): readonly PatchOperation[] {
  if (!isObject(body)) throw syntax('The body of a PATCH must be a JSON object with "Operations".')
  if (mode === 'strict' && !announced(body['schemas'])) throw syntax(`"schemas" must contain ${urns.patchOp}.`)
  const operations = lookUp(body, 'Operations', mode)
  if (!Array.isArray(operations)) throw syntax('"Operations" must be an array of operations.')
  if (mode === 'strict' && operations.length === 0) throw syntax('"Operations" must not be empty.')
  if (operations.length > 1000) throw syntax('"Operations" must not hold more than 1000 operations.')
  return (operations as readonly Json[]).map((operation, index) => parseOperation(operation, index, mode))
}

function parseOperation(operation: Json, index: number, mode: Mode): PatchOperation {
  const at = `Operations[${index}]`
  if (!isObject(operation)) throw syntax(`${at} must be an object with "op".`)
  const op = lookUp(operation, 'op', mode)
  const lower = typeof op === 'string' ? op.toLowerCase() : op
  if (lower !== 'add' && lower !== 'replace' && lower !== 'remove')
    throw syntax(`${at}.op must be "add", "replace" or "remove".`)
  const path = lookUp(operation, 'path', mode) ?? undefined
  if (path !== undefined && typeof path !== 'string') throw syntax(`${at}.path must be a text.`)
  const value = lookUp(operation, 'value', mode)
  return {
    op: lower,
    ...(path === undefined || path.trim() === '' ? {} : { path: path.trim() }),
    ...(value === undefined ? {} : { value }),
  }
}

function announced(schemas: Json | undefined): boolean {
  const expected = urns.patchOp.toLowerCase()
  return (
    Array.isArray(schemas) &&
    (schemas as readonly Json[]).some((urn) => typeof urn === 'string' && urn.toLowerCase() === expected)
  )
}

function lookUp(object: Attributes, name: string, mode: Mode): Json | undefined {
  return mode === 'lenient' ? memberOf(object, name) : Object.hasOwn(object, name) ? object[name] : undefined
}

function syntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}
