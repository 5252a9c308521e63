import { checkFilter, type Check } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import type { InboundMapping } from './inbound-mapping.ts'
import type { Said } from './scim-record.ts'

export type Scoped = { readonly passed: boolean; readonly checks: readonly Check[]; readonly sentence: string }

/** Whether the scoping filter lets somebody in; what was not said has no value. */
export function isInScope({ scope }: Pick<InboundMapping, 'scope'>, said: Said): Scoped {
  const names = scope.flatMap(({ clauses }) => clauses.map(({ attribute }) => attribute))
  const object: Attributes = Object.fromEntries(names.map((name) => [name, said(name) ?? null]))
  const { passed, checks } = checkFilter(scope, object)
  const failed = checks.filter((check) => !check.passed).map(({ name }) => name)
  return { passed, checks, sentence: passed ? '' : `does not pass the scoping filter: ${failed.join('; ')}` }
}
