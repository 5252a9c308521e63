import type { CompiledAttribute } from './compiled.ts'
import { convert, isUnconvertible } from './convert.ts'
import { isNone } from './mapping-subject.ts'
import type { Defaulted, Mapped, Purpose } from './mapped.ts'

type Nothing = Extract<Mapped, { readonly kind: 'nothing' }>

/**
 * What flows when the source has nothing (mapping.md sections 1, 5.1 and 5.3).
 *
 * At creation the default value, or that of a required attribute; empty text is not null. Afterwards nothing, so that
 * the target keeps what it has, unless the mapping says otherwise: `clear` removes the value, `default` writes the
 * default value each time. A mapping of type None fills an empty target.
 */
export function whenNothing(
  attribute: CompiledAttribute,
  mapped: Nothing,
  purpose: Purpose,
): Mapped | Defaulted | { readonly kind: 'value'; readonly value: null } {
  const { mapping, nullPolicy } = attribute
  if (mapped.because === 'ignored') return mapped
  const none = isNone(mapping)
  if (purpose === 'create') return defaultOf(attribute, mapped, !none && nullPolicy !== 'default')
  if (purpose === 'leave') return mapped
  if (none || nullPolicy === 'default') return defaultOf(attribute, mapped, false)
  return nullPolicy === 'clear' ? { kind: 'value', value: null } : mapped
}

function defaultOf(
  { path, mapping, definition, nullPolicy }: CompiledAttribute,
  mapped: Nothing,
  once: boolean,
): Mapped | Defaulted {
  // nullPolicy default is our own word: it means without a value, and an empty text is none.
  const applies = mapped.because === 'null' || nullPolicy === 'default'
  const given = applies ? (mapping.defaultValue ?? null) : null
  const value = given ?? (definition?.required === true ? (definition.defaultValue ?? null) : null)
  if (value === null || value === '') {
    if (definition?.required !== true) return mapped
    return { kind: 'problem', message: `Mapping to ${path}: the application requires a value, and there is none.` }
  }
  const converted = convert(value, definition)
  if (isUnconvertible(converted)) {
    return {
      kind: 'problem',
      message: `Mapping to ${path}: the default value does not fit; the attribute ${converted.unconvertible}.`,
    }
  }
  return { kind: 'default', value: converted, once, ifEmpty: isNone(mapping) }
}
