/** Every rule that refuses a scoping filter, or warns of it (mapping.md section 9). */
import type { KnownAttributes } from '../expression/gives.ts'
import { nearest } from '../expression/nearest.ts'
import { warning, type Rule, type Said } from '../job/finding.ts'
import type { FilterClause, FilterGroup } from '../job/schema.ts'
import { operatorNamed, operators } from './operators.ts'

/** One clause, and the attributes that the source has. */
export type ClauseSubject = { readonly clause: FilterClause; readonly source: KnownAttributes | undefined }

const instead = 'Use a scoping expression of Usher instead, for example'

export const groupRules: readonly Rule<FilterGroup>[] = [
  (group) => (group.clauses.length === 0 ? ['it has no clause, so everybody would pass; add one or remove it.'] : []),
]

/** What a clause must be to mean anything; the attributes need not be known. */
export const clauseMeaning: readonly Rule<ClauseSubject>[] = [operatorFits, valuesFit]
export const clauseRules: readonly Rule<ClauseSubject>[] = [attributeIsFilterable, ...clauseMeaning]

/** Attributes that cannot be filtered on, and the expression that can do it. */
const never: ReadonlyMap<string, string> = new Map(
  Object.entries({
    appRoleAssignments: `the assigned roles cannot be filtered on. ${instead} Includes([appRoleAssignments], "Admin").`,
    members: 'members of a group cannot be filtered on.',
    userType: 'userType cannot be filtered on; use a directory extension.',
    IsSoftDeleted: 'it is computed from the scope, so it cannot decide about it; use accountEnabled.',
    manager: `a reference cannot be filtered on. ${instead} [manager.department] = "Sales".`,
  }),
)

function attributeIsFilterable({ clause, source }: ClauseSubject): readonly Said[] {
  const name = clause.sourceOperandName
  const refused = never.get(name)
  if (refused !== undefined) return [refused]
  const definition = source?.get(name)
  if (definition === undefined) {
    if (source === undefined) return []
    const near = nearest(name, source.keys())
    return [`the source has no attribute of this name.${near === undefined ? '' : ` Did you mean ${near}?`}`]
  }
  if (definition.type === 'DateTime') {
    return [`dates cannot be filtered on. ${instead} DayBegun([${name}], -7): from seven days before.`]
  }
  if (definition.multivalued === true) {
    return [`attributes with several values cannot be filtered on. ${instead} Includes([${name}], "value").`]
  }
  return definition.type === 'Reference' ? ['a reference cannot be filtered on.'] : []
}

function operatorFits({ clause, source }: ClauseSubject): readonly Said[] {
  const { operatorName: written, sourceOperandName } = clause
  if (/^\s*is\s*member\s*of\s*$/i.test(written)) {
    return [`IsMemberOf is not supported. ${instead} Includes([memberOf], "Sales").`]
  }
  const name = operatorNamed(written)
  const operator = name === undefined ? undefined : operators[name]
  if (operator === undefined) {
    const near = elsewhere[written.trim().toUpperCase()] ?? nearest(written.toUpperCase(), Object.keys(operators))
    const instead = near === undefined ? `There are ${Object.keys(operators).join(', ')}.` : `Did you mean ${near}?`
    return [`there is no operator ${written}. ${instead}`]
  }
  const { type, multivalued } = source?.get(sourceOperandName) ?? {}
  if (type === undefined || operator.types.includes(type)) return []
  // Refused already, whatever the operator.
  if (type === 'DateTime' || type === 'Reference' || multivalued === true) return []
  // The text form of a number, or a text that holds one, counts (section 9.2).
  if (numbersAndTexts.has(type) && operator.types.some((one) => numbersAndTexts.has(one))) return []
  return [`${name} takes ${operator.types.join(', ')}, and the attribute is ${type}.`]
}

/** What the operators are called elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  '=': 'EQUALS', '==': 'EQUALS', EQ: 'EQUALS', IS: 'EQUALS', '!=': 'NOT EQUALS', '<>': 'NOT EQUALS', NE: 'NOT EQUALS',
  '>': 'GREATER_THAN', GT: 'GREATER_THAN', '>=': 'GREATER_THAN_OR_EQUALS', GE: 'GREATER_THAN_OR_EQUALS',
  CONTAINS: 'INCLUDES', CO: 'INCLUDES', EW: 'ENDS_WITH', LIKE: 'REGEX MATCH', MATCHES: 'REGEX MATCH', STARTS_WITH: 'REGEX MATCH',
  SW: 'REGEX MATCH', IN: '&', PR: 'IS NOT NULL', PRESENT: 'IS NOT NULL', EMPTY: 'IS NULL',
} // prettier-ignore

const numbersAndTexts: ReadonlySet<string> = new Set(['String', 'Integer'])

function valuesFit({ clause }: ClauseSubject): readonly Said[] {
  const name = operatorNamed(clause.operatorName)
  const operator = name === undefined ? undefined : operators[name]
  if (operator === undefined) return []
  const values = clause.targetOperand?.values ?? []
  if (operator.arity === 'Unary') {
    return values.length === 0 ? [] : [warning(`${name} takes no value; what is given is not looked at.`)]
  }
  if (values.length === 0) return [`${name} needs a value to compare with.`]
  const unfit = values.map((value) => operator.prepare(value)).filter((test) => typeof test === 'string')
  return unfit.length > 0 ? unfit : values.flatMap((value) => operator.warns?.(value) ?? []).map(warning)
}
