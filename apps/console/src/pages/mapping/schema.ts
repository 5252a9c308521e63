/** The parts of a synchronization schema that the pages change; whatever else it has goes along as it is. */
export type Source = {
  readonly expression?: string | null
  readonly type?: string | null
  readonly name?: string | null
}

export type AttributeMapping = {
  readonly targetAttributeName: string
  readonly source?: Source | null
  readonly defaultValue?: string | null
  readonly matchingPriority: number
  readonly flowType: string
  readonly flowBehavior?: string | null
  readonly usher?: { readonly nullPolicy?: string } | null
}

export type Clause = {
  readonly sourceOperandName: string
  readonly operatorName: string
  readonly targetOperand?: { readonly values: readonly string[] } | null
}
export type Group = { readonly name?: string | null; readonly clauses: readonly Clause[] }
export type Condition = { readonly name: string; readonly expression: string }

export type ObjectMapping = {
  readonly name: string
  readonly enabled: boolean
  readonly flowTypes: string
  readonly sourceObjectName: string
  readonly targetObjectName: string
  readonly scope?: { readonly groups: readonly Group[] } | null
  readonly attributeMappings: readonly AttributeMapping[]
  readonly usher?: { readonly scopingExpressions?: readonly Condition[] } | null
}

export type Attribute = {
  readonly name: string
  readonly type: string
  readonly anchor?: boolean | null
  readonly required?: boolean | null
  readonly multivalued?: boolean | null
  readonly caseExact?: boolean | null
  readonly mutability?: string | null
  readonly referencedObjects?:
    | readonly { readonly referencedObjectName: string; readonly referencedProperty?: string | null }[]
    | null
}

type Directory = {
  readonly name: string
  readonly objects: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[]
}
type Rule = {
  readonly name: string
  readonly sourceDirectoryName: string
  readonly targetDirectoryName: string
  readonly objectMappings: readonly ObjectMapping[]
}

export type Schema = {
  readonly directories: readonly Directory[]
  readonly synchronizationRules: readonly Rule[]
}

/** An object mapping with where it stands: `at` is its JSON Pointer, as findings of the service have it. */
export type Placed = {
  readonly r: number
  readonly m: number
  readonly at: string
  readonly rule: Rule
  readonly mapping: ObjectMapping
}

export function objectMappingsOf({ synchronizationRules }: Schema): readonly Placed[] {
  return synchronizationRules.flatMap((rule, r) =>
    rule.objectMappings.map((mapping, m) => ({
      r,
      m,
      at: `/synchronizationRules/${r}/objectMappings/${m}`,
      rule,
      mapping,
    })),
  )
}

/** `Users`, where no other mapping is about users; else what it is called. */
export function shortName(schema: Schema, { name, sourceObjectName: type }: ObjectMapping): string {
  const alike = objectMappingsOf(schema).filter(({ mapping }) => mapping.sourceObjectName === type)
  return alike.length === 1 && (type === 'User' || type === 'Group') ? `${type}s` : name
}

export function withObjectMapping(schema: Schema, { r, m }: Pick<Placed, 'r' | 'm'>, mapping: ObjectMapping): Schema {
  return {
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule, at) =>
      at === r ? { ...rule, objectMappings: rule.objectMappings.toSpliced(m, 1, mapping) } : rule,
    ),
  }
}

/** The attributes of one object of a directory. */
export function attributesIn({ directories }: Schema, directory: string, object: string): readonly Attribute[] {
  const of = directories.find(({ name }) => name === directory)?.objects.find(({ name }) => name === object)
  return of?.attributes ?? []
}

export function withAttributes(
  schema: Schema,
  of: { readonly directory: string; readonly object: string },
  attributes: readonly Attribute[],
): Schema {
  const directories = schema.directories.map((directory) =>
    directory.name === of.directory
      ? {
          ...directory,
          objects: directory.objects.map((object) => (object.name === of.object ? { ...object, attributes } : object)),
        }
      : directory,
  )
  return { ...schema, directories }
}

/** With one element moved up or down by one; as it is where it has nowhere to go. */
export function moved<One>(list: readonly One[], at: number, by: -1 | 1): readonly One[] {
  const [here, there] = [list[at], list[at + by]]
  return here === undefined || there === undefined ? list : list.with(at, there).with(at + by, here)
}

const actions = ['Add', 'Update', 'Delete'] as const
export type Act = (typeof actions)[number]

export function actionsOf({ flowTypes }: Pick<ObjectMapping, 'flowTypes'>): readonly Act[] {
  const named = flowTypes.split(',').map((one) => one.trim())
  return actions.filter((one) => named.includes(one))
}

/** With an action allowed, or not any more. */
export function withAction(mapping: ObjectMapping, action: Act, isAllowed: boolean): ObjectMapping {
  const allowed = actionsOf(mapping)
  const now = actions.filter((one) => (one === action ? isAllowed : allowed.includes(one)))
  return { ...mapping, flowTypes: now.length === 0 ? 'None' : now.join(',') }
}
