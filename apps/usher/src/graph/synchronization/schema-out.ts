/**
 * A synchronization schema as the Graph answers it (graph-api.md 7.7 to 7.13): every member that clients expect, and whatever else
 * is stored, so that what was saved comes back as it was.
 */
import {
  parseMappingSource,
  toMappingSource,
  type AttributeMappingSource,
  type SynchronizationSchema,
} from '@usher/engine'
import { createHash } from 'node:crypto'

type Loose = Readonly<Record<string, unknown>>
type Made = Record<string, unknown>

/** Entra's directory has this one everywhere. */
const directoryId = '66e4a8cc-1b7b-435e-95f8-f06cea133828'

/** `id`: of the job or template that it belongs to. */
export function shownSchema(
  schema: SynchronizationSchema,
  { id, version }: { readonly id: string; readonly version: string },
): Made {
  const sources = new Set(schema.synchronizationRules.map(({ sourceDirectoryName }) => sourceDirectoryName))
  const { id: _, version: __, directories, synchronizationRules, ...rest } = schema as SynchronizationSchema & Loose
  return {
    id,
    version,
    ...rest,
    synchronizationRules: synchronizationRules.map((rule) => shownRule(rule as unknown as Loose)),
    directories: directories.map((one) =>
      shownDirectory(one as unknown as Loose, { of: id, version, isSource: sources.has(one.name) }),
    ),
  }
}

function shownRule(rule: Loose): Made {
  return {
    editable: true,
    containerFilter: null,
    groupFilter: null,
    ...rule,
    metadata: rule['metadata'] ?? [],
    objectMappings: listOf(rule['objectMappings']).map(shownMapping),
  }
}

function shownMapping(mapping: Loose): Made {
  return {
    scope: null,
    ...mapping,
    metadata: mapping['metadata'] ?? [],
    attributeMappings: listOf(mapping['attributeMappings']).map(shownAttributeMapping),
  }
}

function shownAttributeMapping(mapping: Loose): Made {
  return {
    defaultValue: null,
    exportMissingReferences: false,
    flowBehavior: 'FlowWhenChanged',
    ...mapping,
    source: shownSource(mapping['source'] ?? null),
  }
}

const whole = ['expression', 'name', 'type', 'parameters'] as const

/** As it is stored where it says all; else what is missing is made of the rest. */
function shownSource(source: AttributeMappingSource | null): AttributeMappingSource | null {
  if (source === null || whole.every((name) => source[name] !== undefined && source[name] !== null)) return source
  const parsed = parseMappingSource(source)
  if (parsed.kind === 'error') return source
  const said = Object.entries(source).filter(([, value]) => value !== null && value !== undefined)
  return { ...toMappingSource(parsed.root), ...Object.fromEntries(said) }
}

export function shownDirectory(
  directory: Loose,
  { of, version, isSource }: { readonly of: string; readonly version: string; readonly isSource: boolean },
): Made {
  return {
    id: isSource ? directoryId : guidOf(`${of}/${String(directory['name'])}`),
    readOnly: false,
    version,
    discoveryDateTime: null,
    discoverabilities: isSource ? 'None' : 'AttributeNames, AttributeDataTypes, AttributeReadOnly',
    ...directory,
    objects: listOf(directory['objects']).map(shownObject),
  }
}

function shownObject(object: Loose): Made {
  return {
    supportedApis: [],
    ...object,
    metadata: object['metadata'] ?? [],
    attributes: listOf(object['attributes']).map(shownAttribute),
  }
}

function shownAttribute(attribute: Loose): Made {
  return {
    anchor: false,
    caseExact: false,
    defaultValue: null,
    flowNullValues: false,
    multivalued: false,
    mutability: 'ReadWrite',
    required: false,
    apiExpressions: [],
    ...attribute,
    metadata: attribute['metadata'] ?? [],
    referencedObjects: listOf(attribute['referencedObjects']).map((one) => ({ referencedProperty: null, ...one })),
  }
}

function listOf(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? (value as readonly Loose[]) : []
}

/** The same id for the same thing, always. */
function guidOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
