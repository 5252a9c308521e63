/** An expression is read and tried; functions and operators are listed (graph-api.md 6.6 and 6.9). */
import { explain, parseExpression, toMappingSource, type ExpressionError, type Gave } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { z } from 'zod'
import { contextOf } from '../../runner/open-job.ts'
import type { Action } from '../access/actions.ts'
import type { Call, Route } from '../route.ts'
import { metadata } from '../wire/page.ts'
import { shortList } from '../wire/short-list.ts'
import { listedFunctions, listedOperators } from './functions.ts'
import { jobPlaceOf, placeOf, templateIn, type Tree } from './place.ts'
import { templatesOf } from './templates.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const parseShape = z.object({
  expression: z.string().max(20_000).nullish(),
  testInputObject: z
    .object({
      properties: z
        .array(z.object({ key: z.string().max(500), value: z.json().optional() }))
        .max(1000)
        .nullish(),
    })
    .nullish(),
  targetAttributeDefinition: z.looseObject({}).nullish(),
})

const lists = [
  {
    name: 'filterOperators',
    resource: 'filterOperatorSchema',
    says: 'The operators of scoping filters.',
    items: listedOperators,
  },
  {
    name: 'functions',
    resource: 'attributeMappingFunctionSchema',
    says: 'The functions of expressions.',
    items: listedFunctions,
  },
] as const

/** `at`: the schema, of a job or of a template. */
export function expressionRoutes(tree: Tree, at: string): readonly Route[] {
  const { owned } = tree
  const exists = async (call: Call): Promise<void> => {
    if (call.params['job'] === undefined) templateIn(call, templatesOf((await placeOf(call, tree)).sp))
    else await jobPlaceOf(call, tree)
  }
  return [
    {
      method: 'POST',
      path: `${at}/parseExpression`,
      action: read,
      owned,
      says: 'Reads an expression, and evaluates it for an object that is given.',
      takes: parseShape,
      handle: async (call) => {
        await exists(call)
        return parse(call)
      },
    },
    ...lists.map(({ name, resource, says, items }): Route => ({
      method: 'GET',
      path: `${at}/${name}`,
      action: read,
      owned,
      says,
      handle: async (call) => {
        await exists(call)
        return shortList(call, { of: `Collection(microsoft.graph.${resource})`, resource, items: items() })
      },
    })),
  ]
}

async function parse(call: Call) {
  const { expression, testInputObject } = parseShape.parse(call.body ?? {})
  const parsed = parseExpression(expression ?? '')
  const answer = (rest: object) => ({
    status: 200,
    body: { '@odata.context': metadata(call, 'microsoft.graph.parseExpressionResponse'), ...rest },
  })
  if (parsed.kind === 'error')
    return answer({
      error: errorOf('ExpressionSyntax', parsed),
      evaluationResult: [],
      evaluationSucceeded: false,
      parsedExpression: null,
      parsingSucceeded: false,
    })
  const parsedExpression = toMappingSource(parsed.root)
  const properties = testInputObject?.properties ?? null
  if (properties === null)
    return answer({
      error: null,
      evaluationResult: [],
      evaluationSucceeded: false,
      parsedExpression,
      parsingSucceeded: true,
    })
  const object: Attributes = Object.fromEntries(properties.map(({ key, value }) => [key, (value ?? null) as Json]))
  const { root, failure } = explain(parsed, object, await contextOf(call.context.house))
  return answer({
    error: failure === null ? null : errorOf('ExpressionEvaluation', failure),
    evaluationResult: failure === null ? resultOf(root.gave) : [],
    evaluationSucceeded: failure === null,
    parsedExpression,
    parsingSucceeded: true,
  })
}

/** Always a list; a single value is a list of one, and nothing an empty one. */
function resultOf(gave: Gave): readonly string[] {
  if (gave.kind === 'redacted') return ['[Redact]']
  if (gave.kind !== 'value' || gave.value === null) return []
  const { value } = gave
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.map((one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one)))
  return 'firstFree' in value ? value.firstFree : [JSON.stringify(value)]
}

function errorOf(code: string, { message, line, column, expected, suggestion }: ExpressionError) {
  const hints = [
    ...(expected === undefined ? [] : [`Expected ${expected}.`]),
    ...(suggestion === undefined ? [] : [`Did you mean ${suggestion}?`]),
  ]
  return {
    code,
    message: [message, ...hints].join(' '),
    target: `line ${line}, column ${column}`,
    details: [],
    innerError: null,
  }
}
