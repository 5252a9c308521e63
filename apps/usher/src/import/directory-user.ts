import { evaluate, type MappingContext } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import type { InboundAttribute, InboundMapping } from './inbound-mapping.ts'

/**
 * What a row of the file says about a person.
 *
 * An attribute that is null has no value any more; one that is absent is left as it is in the directory, because its
 * mapping said so or could not be evaluated. `key` null: the row names nobody.
 */
export type DirectoryUser = {
  readonly key: string | null
  readonly attributes: Attributes
  readonly managerKey: string | null
  readonly problems: readonly string[]
}

/** Maps one row of the file to a person of the directory. */
export function toDirectoryUser(
  mapping: InboundMapping,
  record: Readonly<Record<string, string>>,
  context: MappingContext,
): DirectoryUser {
  // A CSV file cannot tell an empty text from no value, so an empty field is none.
  const source = (column: string): Json => record[column] || null
  const attributes: Record<string, Json> = {}
  const problems: string[] = []
  const read = (attribute: InboundAttribute): Json | undefined => {
    const mapped = evaluate(attribute, source, context)
    if (mapped.kind === 'value') return mapped.value
    if (mapped.kind === 'problem') problems.push(mapped.message)
    if (mapped.kind !== 'nothing' || mapped.because === 'ignored') return undefined
    if (attribute.definition?.required !== true) return null
    problems.push(`Mapping to ${attribute.path}: the directory requires a value, and there is none.`)
    return undefined
  }
  for (const attribute of mapping.attributes) {
    const value = read(attribute)
    if (value !== undefined) attributes[attribute.path] = value
  }
  const manager = mapping.manager === null ? null : read(mapping.manager)
  const key = attributes[mapping.key.path]
  return {
    key: typeof key === 'string' ? key : null,
    attributes,
    managerKey: typeof manager === 'string' ? manager : null,
    problems,
  }
}
