/** The functions and operators of Usher as the Graph lists them (graph-api.md 6.9 and 7.14), from the tables that run them. */
import { functions, operators, type FunctionRow, type Parameter } from '@usher/engine'

type Type = 'String' | 'Integer' | 'Boolean' | 'DateTime'

const types: Readonly<Record<Parameter['kind'], Type>> = {
  text: 'String', nullable: 'String', integer: 'Integer', whole: 'Integer', date: 'DateTime', list: 'String', word: 'String', any: 'String',
} // prettier-ignore

/** Text that is a truth value, which the Graph's own list calls Boolean. */
const truths = new Set(['Not', 'IsNothing'])

export function listedFunctions() {
  return [...functions].map(([name, row]) => ({ id: name, name, parameters: parametersOf(name, row) }))
}

function parametersOf(name: string, { takes, rest = [] }: FunctionRow) {
  const shown = (parameter: Parameter, repeats: boolean) => ({
    name: parameter.key ?? parameter.name,
    type: truths.has(name) ? 'Boolean' : types[parameter.kind],
    required: parameter.optional !== true,
    allowMultipleOccurrences: repeats,
  })
  return [...takes.map((one) => shown(one, false)), ...rest.map((one) => shown(one, true))]
}

export function listedOperators() {
  return Object.entries(operators).map(([id, { arity, types: supportedAttributeTypes, several }]) => ({
    id,
    name: id,
    arity,
    multivaluedComparisonType: several === 'all' ? 'All' : 'Any',
    supportedAttributeTypes,
  }))
}
