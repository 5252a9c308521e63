/** The types of the admin center's API, printed from the OpenAPI document: what each operation takes and gives. */
type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
}
type Content = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }
type Reference = { readonly $ref: string }
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }
type Operation = {
  readonly summary: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Content>>
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> }
}

export function consoleTypes(openApi: unknown): string {
  const { paths, components } = openApi as Document
  const named = (one: Parameter | Reference): readonly Parameter[] => {
    if (!('$ref' in one)) return [one]
    const found = components.parameters[one.$ref.slice(one.$ref.lastIndexOf('/') + 1)]
    return found === undefined ? [] : [found]
  }
  const rows = Object.entries(paths).flatMap(([path, its]) =>
    Object.entries(its).map(
      ([method, one]) =>
        `  /** ${one.summary} */\n  '${method.toUpperCase()} ${path}': ${row(one, (one.parameters ?? []).flatMap(named))}`,
    ),
  )
  return `/** Printed by \`npm run docs\` from docs/reference/openapi.json; change the shapes in apps/usher instead. */\nexport type Operations = {\n${rows.join('\n')}\n}\n`
}

/** Line breaks only where they show what changed. */
function row({ requestBody, responses }: Operation, parameters: readonly Parameter[]): string {
  const body = requestBody === undefined ? null : json(requestBody)
  const takes = [
    ...group(parameters, 'path'),
    ...group(parameters, 'query'),
    ...(body === null ? [] : [`body${requestBody?.required === true ? '' : '?'}: ${typeOf(body)}`]),
  ]
  const gives = json(responses['200'] ?? {})
  return `{\n    takes: { ${takes.join('; ')} }\n    gives: ${gives === null ? 'unknown' : typeOf(gives)}\n  }`
}

function group(parameters: readonly Parameter[], place: string): readonly string[] {
  const its = parameters.filter((one) => one.in === place)
  if (its.length === 0) return []
  const optional = its.every(({ required }) => required !== true)
  const members = its.map(
    ({ name, required, schema }) => `${key(name)}${required === true ? '' : '?'}: ${typeOf(schema)}`,
  )
  return [`${place}${optional ? '?' : ''}: { ${members.join('; ')} }`]
}

function json({ content }: Content): Schema | null {
  return content?.['application/json']?.schema ?? null
}

function typeOf(schema: Schema): string {
  const { anyOf, oneOf, allOf } = schema
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const either = anyOf ?? oneOf
  if (either !== undefined) return [...new Set(either.map(typeOf))].join(' | ')
  if (allOf !== undefined) return allOf.map((one) => `(${typeOf(one)})`).join(' & ')
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => typeOf({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return `readonly (${typeOf(schema.items ?? {})})[]`
    case 'integer':
      return 'number'
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type
    case undefined:
    default: // oxlint-disable-line typescript/switch-exhaustiveness-check -- a document can say anything
      return 'unknown'
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const members = Object.entries(properties).map(
    ([name, schema]) => `${key(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  if (members.length > 0) return `{ ${members.join('; ')} }`
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
  return `{ [name: string]: ${value} }`
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
}
