import type { Attribute, AttributeMapping, Group, ObjectMapping, Schema } from './schema.ts'
import { objectMappingsOf, shortName } from './schema.ts'
import { told } from './source-kind.ts'

/** Something that differs between two schemas. Null: it is not there. `what` names it: "Users: title". */
export type Difference = { readonly what: string; readonly before: string | null; readonly after: string | null }

type Facts = ReadonlyMap<string, string>

/** What a person would call different, one row each. Empty when the two are the same. */
export function differences(before: Schema, after: Schema): readonly Difference[] {
  const [old, now] = [factsOf(before), factsOf(after)]
  const found = [...new Set([...old.keys(), ...now.keys()])]
    .filter((what) => old.get(what) !== now.get(what) && !(isOrder(what) && hasOther(old, now)))
    .map((what) => ({ what, before: old.get(what) ?? null, after: now.get(what) ?? null }))
  if (found.length > 0 || JSON.stringify(before) === JSON.stringify(after)) return found
  return [{ what: 'Other parts of the schema', before: 'As saved', after: 'Changed' }]
}

const order = ': order'

function isOrder(what: string): boolean {
  return what.endsWith(order)
}

/** The order of mappings is another one whenever one came or went, which is told already. */
function hasOther(old: Facts, now: Facts): boolean {
  return [...old.keys(), ...now.keys()].some((what) => old.has(what) !== now.has(what))
}

function factsOf(schema: Schema): Facts {
  const facts = new Map<string, string>()
  for (const { mapping } of objectMappingsOf(schema)) {
    for (const [what, text] of ofMapping(mapping)) facts.set(`${shortName(schema, mapping)}: ${what}`, text)
  }
  for (const { name: directory, objects } of schema.directories)
    for (const { name: object, attributes } of objects)
      for (const one of attributes)
        facts.set(`Attribute ${one.name} of ${object}, ${directory}`, describeAttribute(one))
  return facts
}

function ofMapping(mapping: ObjectMapping): readonly (readonly [string, string])[] {
  const { enabled, flowTypes, attributeMappings, scope, usher } = mapping
  return [
    ['enabled', enabled ? 'Yes' : 'No'],
    ['target object actions', flowTypes],
    ...attributeMappings.map((one) => [one.targetAttributeName, describeMapping(one)] as const),
    ['order', attributeMappings.map(({ targetAttributeName }) => targetAttributeName).join(', ')],
    ...(scope?.groups ?? []).map((group, at) => [`scoping filter ${at + 1}`, describeGroup(group)] as const),
    ...(usher?.scopingExpressions ?? []).map(({ name, expression }) => [`condition “${name}”`, expression] as const),
  ]
}

const applies: Readonly<Record<string, string>> = { Always: '', ObjectAddOnly: 'only during object creation' }

export function describeMapping(one: AttributeMapping): string {
  const { source, defaultValue = null, matchingPriority, flowType, flowBehavior, usher } = one
  return [
    told(source),
    matchingPriority > 0 ? `matching, precedence ${matchingPriority}` : '',
    applies[flowType] ?? flowType,
    flowBehavior === 'FlowAlways' ? 'written each time' : '',
    defaultValue === null || defaultValue === '' ? '' : `default "${defaultValue}"`,
    usher?.nullPolicy === undefined || usher.nullPolicy === 'keep' ? '' : `without a value: ${usher.nullPolicy}`,
  ]
    .filter((text) => text !== '')
    .join('; ')
}

export function describeGroup({ name, clauses }: Group): string {
  const said = clauses.map(({ sourceOperandName, operatorName, targetOperand }) =>
    [sourceOperandName, operatorName, ...(targetOperand?.values ?? [])].join(' '),
  )
  const title = name ?? ''
  return `${title === '' ? '' : `${title}: `}${said.join(' and ')}`
}

export function describeAttribute({ type, required, multivalued, caseExact, mutability }: Attribute): string {
  return [
    type,
    required === true ? 'required' : '',
    multivalued === true ? 'multi-value' : '',
    caseExact === true ? 'exact case' : '',
    mutability === null || mutability === undefined || mutability === 'ReadWrite' ? '' : mutability,
  ]
    .filter((text) => text !== '')
    .join(', ')
}
