import type { Attributes, Json } from '@usher/scim'
import { isList, kindOf } from '../expression/value.ts'
import type { List } from '../expression/value.ts'
import type { AttributeDefinition, AttributeType } from '../job/schema.ts'
import { instantOf } from '../expression/date/instant.ts'

/** What cannot be converted: a sentence that names kinds, never the value. */
export type Unconvertible = { readonly unconvertible: string }

/**
 * Converts what an expression gave to the type of the target attribute (mapping.md section 3).
 *
 * Without a definition the value stays as it is. A list for an attribute with one value is refused.
 */
export function convert(value: string | List, definition: AttributeDefinition | undefined): Json | Unconvertible {
  if (definition === undefined) return value
  if (!isList(value)) {
    const converted = one(value, definition.type)
    return definition.multivalued === true && !isUnconvertible(converted) ? [converted] : converted
  }
  if (definition.multivalued !== true) return { unconvertible: `takes one value; this is ${kindOf(value)}` }
  const converted = value.map((element) => one(element, definition.type))
  return converted.find(isUnconvertible) ?? converted
}

export function isUnconvertible(value: Json | Unconvertible): value is Unconvertible {
  return typeof value === 'object' && value !== null && 'unconvertible' in value
}

function one(value: string | Attributes, type: AttributeType): Json | Unconvertible {
  if (typeof value !== 'string') return value
  const converted = conversions[type](value)
  return converted ?? { unconvertible: `takes ${wanted[type]}; this is ${kindOf(value)} of another form` }
}

const wanted: Readonly<Record<AttributeType, string>> = {
  String: 'a text',
  Reference: 'a reference',
  Boolean: 'True or False',
  Integer: 'a whole number',
  DateTime: 'a date and time',
  Binary: 'base64',
}

// null: the text does not have the form.
const conversions: Readonly<Record<AttributeType, (text: string) => Json>> = {
  String: (text) => text,
  Reference: (text) => text,
  Boolean: (text) => (/^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null),
  Integer: (text) => (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null),
  DateTime: (text) => instantOf(text),
  Binary: (text) => (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? text : null),
}
