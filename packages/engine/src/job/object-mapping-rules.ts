/** Rules about an object mapping as a whole (mapping.md sections 1, 5.4, 5.6). */
import { parsedSource } from '../map/mapping-subject.ts'
import { attributesOf } from '../expression/syntax.ts'
import { warning, type Rule, type Said } from './finding.ts'
import type { ObjectDefinition, ObjectMapping } from './schema.ts'
import { unknownMembers } from './unknown-members.ts'

export type ObjectMappingSubject = {
  readonly mapping: ObjectMapping
  readonly source: ObjectDefinition | undefined
  readonly target: ObjectDefinition | undefined
  readonly directories: { readonly source: string; readonly target: string }
}

export const objectMappingRules: readonly Rule<ObjectMappingSubject>[] = [
  objectsExist,
  usersAreAlwaysMapped,
  actionsAreKnown,
  somethingMatches,
  targetsOnce,
  targetsApart,
  requiredIsMapped,
  leaversAreDisabled,
  ({ mapping }) => unknownMembers(mapping.usher, ['scopingExpressions', 'matching']),
]

function objectsExist({ mapping, source, target, directories }: ObjectMappingSubject): readonly Said[] {
  const missing = (where: string, name: string): string =>
    `the directory "${where}" of the schema has no object ${name}.`
  return [
    ...(source === undefined ? [missing(directories.source, mapping.sourceObjectName)] : []),
    ...(target === undefined ? [missing(directories.target, mapping.targetObjectName)] : []),
  ]
}

function usersAreAlwaysMapped({ mapping }: ObjectMappingSubject): readonly Said[] {
  if (mapping.enabled || mapping.sourceObjectName !== 'User') return []
  return ['the mapping of users cannot be switched off. Clear the target object actions, or stop provisioning.']
}

const actions = ['Add', 'Update', 'Delete', 'None']

function actionsAreKnown({ mapping }: ObjectMappingSubject): readonly Said[] {
  const strange = mapping.flowTypes
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !actions.includes(one))
  return strange.length === 0 ? [] : [`flowTypes names Add, Update, Delete, not ${strange.join(', ')}.`]
}

function somethingMatches({ mapping }: ObjectMappingSubject): readonly Said[] {
  const precedences = [
    ...mapping.attributeMappings.map(({ matchingPriority }) => matchingPriority),
    ...(mapping.usher?.matching ?? []).map(({ matchingPriority }) => matchingPriority),
  ].filter((priority) => priority > 0)
  if (precedences.length === 0) {
    return ['no attribute is a matching attribute, so nobody could be found in the application. Choose one.']
  }
  const twice = precedences.find((priority, i) => precedences.indexOf(priority) !== i)
  return twice === undefined ? [] : [warning(`two matching attributes have the precedence ${twice}; the first in the list is tried first.`)] // prettier-ignore
}

function targetsOnce({ mapping }: ObjectMappingSubject): readonly Said[] {
  const seen = new Set<string>()
  return mapping.attributeMappings.flatMap(({ targetAttributeName: path }) => {
    const key = path.toLowerCase()
    return seen.has(key) ? [`two mappings have the target attribute ${path}; remove one of them.`] : (seen.add(key), [])
  })
}

/** A whole attribute and a part of it: what one mapping writes the other takes away. */
function targetsApart({ mapping }: ObjectMappingSubject): readonly Said[] {
  const paths = mapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName)
  return paths.flatMap((whole) => {
    const part = paths.find((path) => path.toLowerCase().startsWith(`${whole}.`.toLowerCase()) || path.toLowerCase().startsWith(`${whole}[`.toLowerCase())) // prettier-ignore
    return part === undefined ? [] : [warning(`${whole} and its part ${part} are both mapped; each overwrites the other. Keep one.`)] // prettier-ignore
  })
}

function requiredIsMapped({ mapping, target }: ObjectMappingSubject): readonly Said[] {
  const mapped = new Set(mapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName))
  const missing = (target?.attributes ?? []).filter(
    ({ name, required, anchor, mutability, defaultValue = null }) =>
      required === true && anchor !== true && mutability !== 'ReadOnly' && defaultValue === null && !mapped.has(name),
  )
  return missing.map(({ name }) => `the application requires ${name}, and nothing is mapped to it. Add a mapping.`)
}

/** Of somebody who leaves only the mappings flow that read IsSoftDeleted (mapping.md section 5.7); accountEnabled is none of them. */
function leaversAreDisabled({ mapping, target }: ObjectMappingSubject): readonly Said[] {
  const canBeDisabled = target?.attributes.some(({ name }) => name === 'active') === true
  if (!canBeDisabled || !mapping.flowTypes.includes('Update')) return []
  const disables = mapping.attributeMappings.some((one) => {
    const parsed = parsedSource(one)
    return one.flowType !== 'ObjectAddOnly' && parsed?.kind === 'parsed' && attributesOf(parsed).has('IsSoftDeleted')
  })
  if (disables) return []
  const active = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'
  return [warning(`no mapping reads IsSoftDeleted, so the account of somebody who leaves stays active. Map ${active} to active.`)] // prettier-ignore
}
