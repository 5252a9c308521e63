import type { ObjectMapping } from '@usher/engine'
import { compileInbound, type InboundMapping } from '../../import/inbound-mapping.ts'
import { fromExpressions } from '../../import/expressions.ts'
import { Wrong } from '../../store/directory.ts'

/** `what`: how the mapping is called in an error, since nothing of its text is repeated. */
export function mappingFrom(text: string, what: string): InboundMapping {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Wrong('invalid', `${what} is not JSON. examples/contoso/hr-mapping.json shows the form.`)
  }
  if (isExpressions(parsed)) return compileInbound(fromExpressions(parsed))
  const mapping = parsed as Partial<ObjectMapping> | null
  if (!Array.isArray(mapping?.attributeMappings))
    throw new Wrong(
      'invalid',
      `${what} has no attributeMappings. examples/contoso/hr-mapping.json shows the form; an object of attributes and expressions does, too.`,
    )
  return compileInbound(mapping as ObjectMapping)
}

function isExpressions(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const all = Object.values(value)
  return all.length > 0 && !('attributeMappings' in value) && all.every((one) => typeof one === 'string')
}
