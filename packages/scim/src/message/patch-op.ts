import type { Attributes, Json } from '../resource.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { isObject } from '../value.ts'
import { checkMessage, messageMember } from './envelope.ts'
import { ScimError } from './error.ts'
import { urns } from './urns.ts'

/** What to do with the end state of an attribute (RFC 7644 §3.5.2). */
export type PatchOperation = {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path?: string
  readonly value?: Json
}

/** The body of a PATCH request. */
export function patchOp(operations: readonly PatchOperation[]): Attributes {
  return { schemas: [urns.patchOp], Operations: operations.map((operation) => ({ ...operation })) }
}

/**
 * Reads the body of a PATCH request.
 *
 * `op` is compared without regard to case always, since Entra sends `Add` and `Replace`. Lenient tolerates a missing
 * `schemas`, other spellings of the member names, and an empty list of operations. Throws 400 `invalidSyntax`.
 */
export function parsePatchOp(body: Json | undefined, rules: Rules = lenient): readonly PatchOperation[] {
  if (!isObject(body)) throw syntax('The body of a PATCH must be a JSON object with "Operations".')
  checkMessage(body, urns.patchOp, rules)
  const operations = messageMember(body, 'Operations', rules)
  if (!Array.isArray(operations)) throw syntax('"Operations" must be an array of operations.')
  if (operations.length === 0 && !rules.emptyOperations) throw syntax('"Operations" must not be empty.')
  if (operations.length > 1000) throw syntax('"Operations" must not hold more than 1000 operations.')
  return (operations as readonly Json[]).map((operation, index) => parseOperation(operation, index, rules))
}

function parseOperation(operation: Json, index: number, rules: Rules): PatchOperation {
  const at = `Operations[${index}]`
  if (!isObject(operation)) throw syntax(`${at} must be an object with "op".`)
  const op = messageMember(operation, 'op', rules)
  const lower = typeof op === 'string' ? op.toLowerCase() : op
  if (lower !== 'add' && lower !== 'replace' && lower !== 'remove')
    throw syntax(`${at}.op must be "add", "replace" or "remove".`)
  const path = messageMember(operation, 'path', rules) ?? undefined
  if (path !== undefined && typeof path !== 'string') throw syntax(`${at}.path must be a text.`)
  const value = messageMember(operation, 'value', rules)
  return {
    op: lower,
    ...(path === undefined || path.trim() === '' ? {} : { path: path.trim() }),
    ...(value === undefined ? {} : { value }),
  }
}

function syntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}
