/** The attributes that an application lists in /Schemas, as a directoryDefinition (graph-api.md 6.1, 21). */
import { TargetError, TargetUnusable, type AttributeType } from '@usher/engine'
import { parseListResponse, ScimError, type Attributes, type Json } from '@usher/scim'
import { caller } from '../../connectors/scim/call.ts'
import { connectionOf } from '../../runner/connection.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import type { JobPlace } from './place.ts'
import { shownDirectory } from './schema-out.ts'

type Directory = Readonly<Record<string, unknown>> & { readonly name: string }
type Found = { readonly object: string; readonly attribute: Attributes }

/** Milliseconds: somebody waits for it. */
const patience = 10_000

/** The directory with the attributes that are not in it yet. Throws `GraphFault` when the application does not tell. */
export async function discovered(call: Call, { app, job, id }: JobPlace, directory: Directory): Promise<object> {
  if (directory['discoverabilities'] === 'None')
    throw new GraphFault('badRequest', `The attributes of ${directory.name} are known; there is nothing to discover.`)
  const found = await ask(call, { app, job })
  const objects = (
    directory['objects'] as readonly {
      readonly name: string
      readonly attributes: readonly { readonly name: string }[]
    }[]
  ).map((object) => {
    const known = new Set(object.attributes.map(({ name }) => name.toLowerCase()))
    const news = found
      .filter((one) => one.object === object.name && !known.has(nameOf(one.attribute).toLowerCase()))
      .map(({ attribute }) => attribute)
    return { ...object, attributes: [...object.attributes, ...news] }
  })
  const version = `v1.${job.schemaVersion}`
  return shownDirectory(
    { ...directory, objects, discoveryDateTime: new Date().toISOString() },
    { of: id, version, isSource: false },
  )
}

async function ask(
  { context: { house } }: Call,
  { app, job }: Pick<JobPlace, 'app' | 'job'>,
): Promise<readonly Found[]> {
  try {
    const { connection, way } = await connectionOf(house, app, job)
    const asked = caller({ ...connection, send: way.pacer.lane(way.send, patience) })
    const answer = await asked('get', [], { method: 'GET', path: 'Schemas' })
    if (answer !== null) return parseListResponse(answer.body).Resources.flatMap(attributesIn)
  } catch (error) {
    if (error instanceof TargetError || error instanceof TargetUnusable)
      throw new GraphFault('credentialsUnproved', `The application does not tell its attributes. ${error.message}`)
    if (!(error instanceof ScimError)) throw error
  }
  throw new GraphFault(
    'credentialsUnproved',
    'The application has no /Schemas, so its attributes cannot be discovered.',
  )
}

const core = /:core:2\.0:(User|Group)$/i

function attributesIn(schema: Attributes): readonly Found[] {
  const { id, attributes } = schema
  if (typeof id !== 'string' || !Array.isArray(attributes)) return []
  const isCore = core.test(id)
  const object = /group$/i.test(id) ? 'Group' : 'User'
  return (attributes as readonly Attributes[]).flatMap((attribute) =>
    definitions(attribute, isCore ? '' : `${id}:`).map((one) => ({ object, attribute: one })),
  )
}

/** Parts of a complex attribute are attributes of their own; those of one with several values are chosen by hand. */
function definitions(attribute: Attributes, before: string): readonly Attributes[] {
  const { name, type, subAttributes, multiValued } = attribute
  if (typeof name !== 'string') return []
  const parts = Array.isArray(subAttributes) ? (subAttributes as readonly Attributes[]) : []
  if (type === 'complex' && multiValued !== true) return parts.flatMap((part) => definitions(part, `${before}${name}.`))
  return [
    {
      name: `${before}${name}`,
      type: typeOf(type),
      multivalued: multiValued === true,
      required: attribute['required'] === true,
      caseExact: attribute['caseExact'] === true,
      mutability: mutabilities[textOf(attribute['mutability'])] ?? 'ReadWrite',
    },
  ]
}

const mutabilities: Readonly<Record<string, string>> = {
  readOnly: 'ReadOnly',
  readWrite: 'ReadWrite',
  immutable: 'Immutable',
  writeOnly: 'WriteOnly',
}
const types: Readonly<Record<string, AttributeType>> = {
  boolean: 'Boolean',
  integer: 'Integer',
  dateTime: 'DateTime',
  reference: 'String',
  binary: 'Binary',
}

function typeOf(type: Json | undefined): AttributeType {
  return types[textOf(type)] ?? 'String'
}

function nameOf(attribute: Attributes): string {
  return textOf(attribute['name'])
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
