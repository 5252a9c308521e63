/** Bodies that set properties: which there are, which are read only, and what each may be. */
import type { Json } from '@usher/scim'
import { z } from 'zod'
import type { Properties } from './properties.ts'
import { shapeOf } from './properties.ts'
import { GraphFault } from './wire/fault.ts'

type Shape = {
  /** What refusals call the resource: microsoft.graph.application. */
  readonly of: string
  readonly properties: Properties
  /** Members that are handled by themselves, beside the properties. */
  readonly others: z.ZodObject
  readonly readOnly: readonly string[]
}
export type Given<O> = { readonly properties: Readonly<Record<string, Json | undefined>>; readonly others: O }

/** The shape for the reference. */
export function bodyShape({ properties, others }: Pick<Shape, 'properties' | 'others'>): z.ZodObject {
  return others.extend(shapeOf(settable(properties)))
}

/** Throws `GraphFault` (400) about the member that is wrong. */
export function readProperties<O>(body: unknown, { of, properties, others, readOnly }: Shape): Given<O> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new GraphFault('badRequest', 'The body is a JSON object with the properties to set.')
  const known = settable(properties)
  const fixed = new Set([...readOnly, ...Object.keys(properties).filter((name) => !Object.hasOwn(known, name))])
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    if (fixed.has(name)) {
      if (value !== null) throw new GraphFault('badRequest', `Property '${name}' is read-only and cannot be set.`)
    } else if (Object.hasOwn(known, name) || Object.hasOwn(others.shape, name)) given[name] = value
    else if (!isExtension(name))
      throw new GraphFault('badRequest', `Could not find a property named '${name}' on type '${of}'.`)
  }
  const own = (names: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(names, name)))
  return {
    properties: z.object(shapeOf(known)).parse(own(known)),
    others: others.parse(own(others.shape)) as O,
  }
}

function isExtension(name: string): boolean {
  return name.startsWith('extension_') || name.endsWith('@odata.bind')
}

function settable(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, { readOnly }]) => readOnly !== true))
}

/** Ids in `owners@odata.bind`. */
export const bindShape = z.array(z.string().max(2048)).max(20)
