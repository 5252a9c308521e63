/** The synchronization schema, held as Microsoft Graph's JSON (mapping.md section 1; graph-api.md section 7). */

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
  readonly metadata?: readonly MetadataEntry[]
}

export type AttributeType = 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime'

export type AttributeDefinition = {
  readonly name: string
  readonly type: AttributeType
  readonly anchor?: boolean
  readonly required?: boolean
  readonly multivalued?: boolean
  /** Whether a difference in letter case alone is a change. */
  readonly caseExact?: boolean
  readonly mutability?: 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly'
  readonly defaultValue?: string | null
  readonly flowNullValues?: boolean
  readonly referencedObjects?: readonly {
    readonly referencedObjectName: string
    readonly referencedProperty?: string
  }[]
  readonly metadata?: readonly MetadataEntry[]
}

export type SynchronizationRule = {
  readonly id: string
  readonly name: string
  readonly editable?: boolean
  readonly priority: number
  readonly sourceDirectoryName: string
  readonly targetDirectoryName: string
  readonly objectMappings: readonly ObjectMapping[]
  readonly metadata?: readonly MetadataEntry[]
}

export type ObjectMapping = {
  readonly name: string
  readonly enabled: boolean
  /** Any of Add, Update, Delete, comma-separated: the Target Object Actions. */
  readonly flowTypes: string
  readonly sourceObjectName: string
  readonly targetObjectName: string
  readonly scope: Filter | null
  readonly attributeMappings: readonly AttributeMapping[]
  readonly metadata?: readonly MetadataEntry[]
}

export type FlowType = 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly'

export type AttributeMapping = {
  readonly targetAttributeName: string
  readonly source: AttributeMappingSource | null
  readonly defaultValue?: string | null
  /** 0 = not a matching attribute; else matching precedence, lowest first. */
  readonly matchingPriority: number
  readonly flowType: FlowType
  readonly flowBehavior?: 'FlowWhenChanged' | 'FlowAlways'
  readonly exportMissingReferences?: boolean
}

export type AttributeMappingSource = {
  readonly expression: string
  readonly type: 'Attribute' | 'Constant' | 'Function'
  readonly name: string
  readonly parameters: readonly { readonly key: string; readonly value: AttributeMappingSource }[]
}

export type Filter = {
  readonly groups: readonly FilterGroup[]
  readonly inputFilterGroups?: readonly FilterGroup[]
  readonly categoryFilterGroups?: readonly FilterGroup[]
}
export type FilterGroup = { readonly name: string; readonly clauses: readonly FilterClause[] }
export type FilterClause = {
  readonly sourceOperandName: string
  readonly operatorName: string
  readonly targetOperand: { readonly values: readonly string[] }
}
