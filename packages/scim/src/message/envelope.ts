import type { Attributes, Json } from '../resource.ts'
import type { Rules } from '../rules.ts'
import { memberOf } from '../value.ts'
import { ScimError } from './error.ts'

/** Throws 400 `invalidSyntax` when the `schemas` of a message do not say what it is. Lenient lets them be missing. */
export function checkMessage(body: Attributes, urn: string, rules: Rules): void {
  if (rules.missingSchemas) return
  const { schemas } = body
  const given = (Array.isArray(schemas) ? schemas : []) as readonly Json[]
  const wanted = urn.toLowerCase()
  if (!given.some((each) => typeof each === 'string' && each.toLowerCase() === wanted))
    throw new ScimError(400, 'invalidSyntax', `"schemas" must contain ${urn}.`)
}

/** A member of a message, in any case when the rules are lenient. */
export function messageMember(message: Attributes, name: string, rules: Rules): Json | undefined {
  if (rules.nameCase) return memberOf(message, name)
  return Object.hasOwn(message, name) ? message[name] : undefined
}
