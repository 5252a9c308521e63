import type { Attributes, Json } from '../resource.ts'
import type { AttributePath } from '../path/attribute-path.ts'
import { ScimError } from '../message/error.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { isPrimaryMark, named } from '../schema/definition.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { locate } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { userNameKey } from '../text.ts'
import { isObject, isPresent, memberOf } from '../value.ts'
import { compareWith, compareWithout } from './compare.ts'
import type { Comparison } from './compare.ts'
import type { Filter } from './filter.ts'
import { printAttributePath } from './print.ts'

/** Decides whether something satisfies a filter. */
export type Predicate = (attributes: Attributes) => boolean

/**
 * Whether a resource satisfies a filter (RFC 7644 §3.4.2.2).
 *
 * With a resource type, attributes are compared by their definitions, and 400 `invalidFilter` is thrown for what they
 * do not allow. Without one (as a client reads answers of unknown servers) names and texts ignore case.
 */
export function matchesFilter(filter: Filter, attributes: Attributes, type?: ResourceType): boolean {
  return compileFilter(filter, type)(attributes)
}

/**
 * Prepares a filter for many resources; throws 400 `invalidFilter` at once, not at the first resource.
 *
 * Unknown attributes count as unassigned (lenient) or are refused (strict).
 */
export function compileFilter(filter: Filter, type?: ResourceType, rules: Rules = lenient): Predicate {
  return compile(filter, type === undefined ? anything : resourceScope(type, rules))
}

/**
 * Prepares the filter between the brackets of `emails[…]` for the elements of that attribute.
 *
 * An element of a list of simple values is asked as `{"value": element}`.
 */
export function compileElementFilter(filter: Filter, parent?: AttributeDefinition, rules: Rules = lenient): Predicate {
  return compile(filter, parent === undefined ? anything : elementScope(parent, rules))
}

/** What a name means where it stands: how to get the values and how to compare them. */
type Reading = {
  readonly values: (attributes: Attributes) => readonly Json[]
  /** The values that are compared, when absent counts as something. Default: `values`. */
  readonly compared?: (attributes: Attributes) => readonly Json[]
  readonly comparison: Comparison
  readonly inner: Scope
}
type Scope = (path: AttributePath) => Reading

function compile(filter: Filter, scope: Scope): Predicate {
  switch (filter.kind) {
    case 'and': {
      const terms = filter.terms.map((term) => compile(term, scope))
      return (attributes) => terms.every((term) => term(attributes))
    }
    case 'or': {
      const terms = filter.terms.map((term) => compile(term, scope))
      return (attributes) => terms.some((term) => term(attributes))
    }
    case 'not': {
      const term = compile(filter.term, scope)
      return (attributes) => !term(attributes)
    }
    case 'present': {
      const { values } = scope(filter.path)
      return (attributes) => values(attributes).some(isPresent)
    }
    case 'compare':
      return compileComparison(filter, scope)
    case 'element': {
      const { values, inner } = scope(filter.path)
      const matches = compile(filter.filter, inner)
      return (attributes) => values(attributes).some((element) => matches(asObject(element)))
    }
  }
}

function compileComparison({ path, op, value }: Filter & { kind: 'compare' }, scope: Scope): Predicate {
  const { values, compared = values, comparison } = scope(path)
  // RFC 7644 does not say what null means; "no value" is what clients intend.
  if (value === null && (op === 'eq' || op === 'ne'))
    return (attributes) => values(attributes).some(isPresent) === (op === 'ne')
  const holds = comparison(op, value, printAttributePath(path))
  return (attributes) => {
    const found = compared(attributes)
    if (found.length === 0) return op === 'ne'
    return found.some(holds)
  }
}

/** An element of a list of simple values is asked by the name `value`. */
export function asObject(element: Json): Attributes {
  return isObject(element) ? element : { value: element }
}

function resourceScope(type: ResourceType, rules: Rules): Scope {
  return (path) => {
    const located = locate(type, path, rules)
    switch (located.kind) {
      case 'unknown':
        // A service without passwords must not say that nobody has this one.
        if (path.attribute.toLowerCase() === 'password') throw secret('password')
        return unknown(path, rules)
      case 'container':
        return {
          values: (attributes) => listOf(attributes[located.schema.id]),
          comparison: refuse('is an extension, which has no value of its own'),
          inner: elementScope({ ...container, subAttributes: located.schema.attributes }, rules),
        }
      case 'attribute': {
        const { urn, attribute } = located
        const holder = (attributes: Attributes): Json | undefined => (urn === undefined ? attributes : attributes[urn])
        const found = reading(attribute, located.sub, holder, rules)
        const isUserName = urn === undefined && type.userNames?.includes(attribute.name) === true
        return isUserName ? { ...found, comparison: compareWith(attribute, rules, userNameKey) } : found
      }
    }
  }
}

function elementScope(parent: AttributeDefinition, rules: Rules): Scope {
  return (path) => {
    const isSimple = parent.type !== 'complex' && path.attribute.toLowerCase() === 'value'
    const definition = isSimple
      ? { ...parent, name: 'value', multiValued: false }
      : named(parent.subAttributes, path.attribute)
    if (definition === undefined || path.urn !== undefined) return unknown(path, rules)
    const sub = path.sub === undefined ? undefined : named(definition.subAttributes, path.sub)
    if (path.sub !== undefined && sub === undefined) return unknown(path, rules)
    const found = reading(definition, sub, (attributes) => attributes, rules)
    return sub === undefined && isPrimaryMark(definition)
      ? { ...found, compared: (element) => [markOf(element)] }
      : found
  }
}

/** The mark `primary` of an element. */
function markOf(element: Json): Json {
  return (isObject(element) ? element['primary'] : undefined) ?? false
}

function reading(
  attribute: AttributeDefinition,
  sub: AttributeDefinition | undefined,
  holder: (attributes: Attributes) => Json | undefined,
  rules: Rules,
): Reading {
  if (attribute.returned === 'never' || sub?.returned === 'never') throw secret(attribute.name)
  const elements = (attributes: Attributes): readonly Json[] => {
    const held = holder(attributes)
    return isObject(held) ? listOf(held[attribute.name]) : []
  }
  const inner = elementScope(attribute, rules)
  if (sub !== undefined) {
    const found = { values: through(elements, sub.name), comparison: compareWith(sub, rules), inner }
    return isPrimaryMark(sub) ? { ...found, compared: (attributes) => elements(attributes).map(markOf) } : found
  }
  if (attribute.type !== 'complex') return { values: elements, comparison: compareWith(attribute, rules), inner }
  // A complex attribute is compared by its sub-attribute "value", and present when anything in it is.
  const value = named(attribute.subAttributes, 'value')
  const comparison = value === undefined ? refuse('has sub-attributes; name one of them') : compareValueOf(value, rules)
  return { values: elements, comparison, inner }
}

function compareValueOf(definition: AttributeDefinition, rules: Rules): Comparison {
  return (op, literal, at) => {
    const holds = compareWith(definition, rules)(op, literal, at)
    return (element) => {
      const value = isObject(element) ? element[definition.name] : element
      return value === undefined ? op === 'ne' : holds(value)
    }
  }
}

function through(elements: (attributes: Attributes) => readonly Json[], sub: string) {
  return (attributes: Attributes): readonly Json[] =>
    elements(attributes).flatMap((element) => (isObject(element) ? listOf(element[sub]) : []))
}

/** The reading without definitions: names and texts ignore case. */
const anything: Scope = (path) => {
  const elements = (attributes: Attributes): readonly Json[] => {
    const held = path.urn === undefined ? attributes : memberOf(attributes, path.urn)
    return isObject(held) ? listOf(memberOf(held, path.attribute)) : []
  }
  const { sub } = path
  const values = (attributes: Attributes): readonly Json[] =>
    sub === undefined
      ? elements(attributes)
      : elements(attributes).flatMap((element) => (isObject(element) ? listOf(memberOf(element, sub)) : []))
  return { values, comparison: compareWithout, inner: anything }
}

function secret(name: string): ScimError {
  return new ScimError(400, 'invalidFilter', `${name} cannot be filtered.`)
}

function unknown(path: AttributePath, rules: Rules): Reading {
  if (!rules.unknownInFilter)
    throw new ScimError(400, 'invalidFilter', `There is no attribute "${printAttributePath(path).slice(0, 100)}".`)
  return { values: () => [], comparison: () => () => false, inner: () => unknown(path, rules) }
}

function refuse(why: string): Comparison {
  return (_op, _literal, at) => {
    throw new ScimError(400, 'invalidFilter', `${at} ${why}.`)
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}

const container: AttributeDefinition = {
  name: 'extension',
  type: 'complex',
  multiValued: false,
  description: 'An extension.',
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
}
