/**
 * The synchronization schema, held as Microsoft Graph's JSON; members that are not named here are kept as they are.
 *
 * What Usher adds stands under a member `usher`, so that an exported schema says what Entra would not understand.
 */

export type MetadataEntry = { readonly key: string; readonly value: string }

export type SynchronizationSchema = {
  readonly id?: string
  readonly version?: string
  readonly directories: readonly DirectoryDefinition[]
  readonly synchronizationRules: readonly SynchronizationRule[]
}

export type DirectoryDefinition = {
  readonly id?: string
  readonly name: string
  readonly objects: readonly ObjectDefinition[]
}

export type ObjectDefinition = {
  readonly name: string
  readonly attributes: readonly AttributeDefinition[]
  readonly metadata?: readonly MetadataEntry[] | null
}

export type AttributeType = 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime'

export type AttributeDefinition = {
  readonly name: string
  readonly type: AttributeType
  readonly anchor?: boolean | null
  readonly required?: boolean | null
  readonly multivalued?: boolean | null
  /** Whether a difference in letter case alone is a change. */
  readonly caseExact?: boolean | null
  readonly mutability?: 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly' | null
  readonly defaultValue?: string | null
  readonly flowNullValues?: boolean | null
  readonly referencedObjects?: readonly {
    readonly referencedObjectName: string
    readonly referencedProperty?: string
  }[]
  readonly metadata?: readonly MetadataEntry[] | null
}

export type SynchronizationRule = {
  readonly id: string
  readonly name: string
  readonly editable?: boolean
  readonly priority: number
  readonly sourceDirectoryName: string
  readonly targetDirectoryName: string
  readonly objectMappings: readonly ObjectMapping[]
  readonly metadata?: readonly MetadataEntry[] | null
}

export type ObjectMapping = {
  readonly name: string
  readonly enabled: boolean
  /** Any of Add, Update, Delete, comma-separated: the Target Object Actions. */
  readonly flowTypes: string
  readonly sourceObjectName: string
  readonly targetObjectName: string
  readonly scope?: Filter | null
  readonly usher?: ObjectMappingAdditions
  readonly attributeMappings: readonly AttributeMapping[]
  readonly metadata?: readonly MetadataEntry[] | null
}

/** Usher's own, of an object mapping. */
export type ObjectMappingAdditions = {
  /** Conditions in the expression language; all must hold beside `scope`. */
  readonly scopingExpressions?: readonly ScopingExpression[]
  /** Matching by several attributes at once, tried beside the matching attributes by precedence. */
  readonly matching?: readonly CompositeMatching[]
}
export type ScopingExpression = { readonly name: string; readonly expression: string }
export type CompositeMatching = {
  readonly matchingPriority: number
  /** All of these must be equal at the target. */
  readonly all: readonly { readonly targetAttributeName: string; readonly expression: string }[]
}

/** What happens to the target's value when the source has none: it stays, it is removed, it becomes the default. */
export type NullPolicy = 'keep' | 'clear' | 'default'
/** Usher's own, of an attribute mapping. */
export type AttributeMappingAdditions = { readonly nullPolicy?: NullPolicy }

export type FlowType = 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly'

export type AttributeMapping = {
  readonly targetAttributeName: string
  /** Nothing: mapping type None. */
  readonly source?: AttributeMappingSource | null
  readonly defaultValue?: string | null
  /** 0 = not a matching attribute; else matching precedence, lowest first. */
  readonly matchingPriority: number
  readonly flowType: FlowType
  readonly flowBehavior?: 'FlowWhenChanged' | 'FlowAlways' | null
  readonly exportMissingReferences?: boolean | null
  readonly usher?: AttributeMappingAdditions
}

/** Writers may give the text alone, or type and name alone; where both disagree the text wins. */
export type AttributeMappingSource = {
  readonly expression?: string | null
  readonly type?: 'Attribute' | 'Constant' | 'Function' | null
  readonly name?: string | null
  readonly parameters?: readonly { readonly key: string; readonly value: AttributeMappingSource }[] | null
}

/**
 * `groups` decide about scope. Who fails `inputFilterGroups` is not looked at, and who fails `categoryFilterGroups` does
 * not belong to this object mapping: neither loses an account.
 */
export type Filter = {
  readonly groups: readonly FilterGroup[]
  readonly inputFilterGroups?: readonly FilterGroup[]
  readonly categoryFilterGroups?: readonly FilterGroup[]
}
/** `name` is the title of the scoping filter. */
export type FilterGroup = { readonly name?: string | null; readonly clauses: readonly FilterClause[] }
export type FilterClause = {
  readonly sourceOperandName: string
  readonly operatorName: string
  /** Nothing for an operator that takes no value. */
  readonly targetOperand?: { readonly values: readonly string[] } | null
}
