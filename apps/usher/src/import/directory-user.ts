import { evaluate, type MappingContext } from '@usher/engine'
import { isDeepEqual, type Attributes, type Json } from '@usher/scim'
import type { InboundAttribute, InboundMapping } from './inbound-mapping.ts'
import type { Said } from './scim-record.ts'

/**
 * What a row of a file, or a person who was sent, says about somebody.
 *
 * An attribute that is null has no value any more; one that is absent is left as it is in the directory, because nothing was
 * said of it, or its mapping said so or could not be evaluated. `key` null: it names nobody.
 */
export type DirectoryUser = {
  readonly key: string | null
  readonly attributes: Attributes
  /** Only for somebody new. */
  readonly onCreate: Attributes
  /** Null: none any more; undefined: as it is. */
  readonly managerKey: string | null | undefined
  readonly problems: readonly string[]
}

/** Longer ones are no names of anybody, and PostgreSQL could not find them by index. */
const longest: Readonly<Record<string, number>> = { employeeId: 256, manager: 256, userPrincipalName: 1024 }

/** A row of a CSV file: it cannot tell an empty text from no value, so an empty field is none. */
export function saidByRow(record: Readonly<Record<string, string>>): Said {
  return (column) => record[column] || null
}

/** Maps what was said to a person of the directory. */
export function toDirectoryUser(mapping: InboundMapping, said: Said, context: MappingContext): DirectoryUser {
  const attributes: Record<string, Json> = {}
  const onCreate: Record<string, Json> = {}
  const problems: string[] = []
  for (const attribute of mapping.attributes) {
    const { path } = attribute
    const mapped = valueOf(attribute, said, context)
    if (!isSaid(attribute, said, context)) {
      if ((mapped.value ?? null) !== null) onCreate[path] = mapped.value as Json
    } else if (mapped.problem !== undefined) problems.push(mapped.problem)
    else if (mapped.value !== undefined) attributes[path] = mapped.value
  }
  const { manager } = mapping
  const managed = manager !== null && isSaid(manager, said, context) ? valueOf(manager, said, context) : {}
  if (managed.problem !== undefined) problems.push(managed.problem)
  const key = attributes[mapping.key.path]
  return {
    key: typeof key === 'string' ? key : null,
    attributes,
    onCreate,
    managerKey: managed.value as string | null | undefined,
    problems,
  }
}

/** A value that is in no mapping's result unless what was left out matters to it. */
const probe = '\u{f8ff}'

/**
 * Whether what was said decides the value (BT-27): nothing that it reads was left out, or what was left out does not matter,
 * as the second of `Coalesce` does not. Else it is only for somebody new, of whom nothing else is known.
 */
function isSaid(attribute: InboundAttribute, said: Said, context: MappingContext): boolean {
  if (attribute.once) return false
  const left = [...attribute.reads].filter((name) => said(name) === undefined)
  if (left.length === 0) return true
  if (left.length === attribute.reads.size) return false
  const otherwise: Said = (name) => said(name) ?? (left.includes(name) ? probe : null)
  return isDeepEqual(evaluate(attribute, said, context), evaluate(attribute, otherwise, context))
}

type Mapped = { readonly value?: Json; readonly problem?: string }

/** Undefined: the mapping leaves it as it is. */
function valueOf(attribute: InboundAttribute, said: Said, context: MappingContext): Mapped {
  const { path, definition } = attribute
  const mapped = evaluate(attribute, said, context)
  const problem = (says: string): Mapped => ({ problem: `Mapping to ${path}: ${says}` })
  switch (mapped.kind) {
    case 'value': {
      const most = longest[path]
      const isLong = most !== undefined && typeof mapped.value === 'string' && mapped.value.length > most
      if (isLong) return problem(`it has at most ${most} characters.`)
      return { value: mapped.value }
    }
    case 'problem':
      return { problem: mapped.message }
    case 'nothing':
      if (mapped.because === 'ignored') return {}
      return definition?.required === true
        ? problem('the directory requires a value, and there is none.')
        : { value: null }
    case 'skip':
    case 'reference':
    case 'references':
    case 'firstFree':
    case 'generated':
      return {}
  }
}
