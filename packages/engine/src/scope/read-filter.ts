import type { Json } from '@usher/scim'
import { nearest } from '../expression/nearest.ts'
import { fromJson, isObject } from '../expression/value.ts'
import type { Filter, FilterClause, FilterGroup } from '../job/schema.ts'
import { operatorNamed, operators } from './operators.ts'

/**
 * Reads a scoping filter as somebody writes it; a text says what is wrong with it.
 *
 * Takes the schema's form and a short one: `{ groups: [{ name, clauses: [{ attribute, operator, value }] }] }`.
 */
export function readFilter(value: Json): Filter | string {
  if (value === null) return { groups: [] }
  if (!isObject(value)) return 'the filter must be an object with groups'
  const { groups = null } = value
  if (!isList(groups)) return 'the filter must have groups, a list'
  const read = groups.map(readGroup)
  return read.find((one) => typeof one === 'string') ?? { groups: read.filter((one) => typeof one !== 'string') }
}

function readGroup(value: Json, index: number): FilterGroup | string {
  const place = `group ${index + 1}`
  if (!isObject(value)) return `${place} must be an object`
  const { name = null, clauses = null } = value
  if (!isList(clauses)) return `${place} must have clauses, a list`
  const read = clauses.map(readOne)
  const wrong = read.findIndex((one) => typeof one === 'string')
  if (wrong >= 0) return `${place}, clause ${wrong + 1}: ${read[wrong] as string}`
  return { name: textOf(name) ?? place, clauses: read.filter((one) => typeof one !== 'string') }
}

function readOne(value: Json): FilterClause | string {
  if (!isObject(value)) return 'it must be an object'
  const attribute = textOf(value['attribute'] ?? value['sourceOperandName'])
  const operatorName = textOf(value['operator'] ?? value['operatorName'])
  if (attribute === null) return 'attribute must be a text'
  if (operatorName === null) return 'operator must be a text'
  const operand = value['targetOperand'] ?? null
  const given = value['values'] ?? (isObject(operand) ? operand['values'] : undefined) ?? value['value'] ?? []
  const values = (isList(given) ? given : [given]).map(textOf)
  if (values.includes(null)) return 'each value must be a text'
  return { sourceOperandName: attribute, operatorName, targetOperand: { values: values.filter((one) => one !== null) } }
}

/** Reads a clause as it is spoken: `department EQUALS Sales`, `mail IS NULL`. A text says what is wrong. */
export function readClause(text: string): FilterClause | string {
  const [, attribute = '', rest = ''] = /^\s*(\S+)\s+(\S[^]*?)\s*$/.exec(text) ?? []
  if (rest === '') return `"${text}" is not a clause like "department EQUALS Sales"`
  const { operatorName, value } = splitOperator(rest)
  const unquoted = /^"([^]*)"$/.exec(value)?.[1] ?? value
  return { sourceOperandName: attribute, operatorName, targetOperand: { values: value === '' ? [] : [unquoted] } }
}

// An operator has up to three words; the longest that is known, or nearly known, is meant.
function splitOperator(text: string): { readonly operatorName: string; readonly value: string } {
  const splits = [3, 2, 1].flatMap((words) => {
    const [, operatorName, value = ''] =
      new RegExp(`^(\\S+(?:\\s+\\S+){${words - 1}})(?:\\s+([^]*))?$`).exec(text) ?? []
    return operatorName === undefined ? [] : [{ operatorName, value, words }]
  })
  const known = splits.find(({ operatorName }) => operatorNamed(operatorName) !== undefined)
  const near = splits.find(({ operatorName, words }) => {
    return nearest(operatorName, Object.keys(operators))?.split(' ').length === words
  })
  return known ?? near ?? splits.at(-1) ?? { operatorName: text, value: '' }
}

function textOf(value: Json | undefined): string | null {
  const text = fromJson(value)
  return typeof text === 'string' ? text : null
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
