/** Answers about one object: as it is, as it was made, and where it is (graph-api.md 1.8 and 4.5). */
import { z } from 'zod'
import type { Answer, Call } from '../route.ts'
import { idInReference } from './address.ts'
import { GraphFault } from './fault.ts'
import { metadata } from './page.ts'

/** `of`: behind `$metadata#`: `users`. */
export function entityAnswer(call: Call, of: string, shown: object | undefined, status = 200): Answer {
  return { status, body: { '@odata.context': metadata(call, `${of}/$entity`), ...shown } }
}

/** `type`: as it ends the address in Location: `User`. */
export function createdAnswer(
  call: Call,
  { of, type, id }: { readonly of: string; readonly type: string; readonly id: string },
  shown: object | undefined,
): Answer {
  const location = `${addressOf(call, id)}/Microsoft.DirectoryServices.${type}`
  return { ...entityAnswer(call, of, shown, 201), headers: { location } }
}

type At = Pick<Call, 'base' | 'version'>

/** By which any object is found, whatever it is. */
export const addressOf = ({ base, version }: At, id: string): string => `${base}/${version}/directoryObjects/${id}`

/** The answer to a list that ends with `/$ref`. */
export function addressesAnswer(call: At, ids: readonly string[]): Answer {
  const value = ids.map((id) => ({ '@odata.id': addressOf(call, id) }))
  return { status: 200, body: { '@odata.context': metadata(call, 'Collection($ref)'), value } }
}

/** The body of what ends with `/$ref`. */
export const referenceShape = z.object({ '@odata.id': z.string().max(2048) })

/** The id in it. Throws `GraphFault` (400) when it names nothing. */
export function referredIn({ body }: Pick<Call, 'body'>): string {
  return idReferred(referenceShape.parse(body)['@odata.id'])
}

/** The id in an address that a client gave. Throws `GraphFault` (400) when it names nothing. */
export function idReferred(address: string): string {
  const id = idInReference(address)
  if (id !== null) return id
  throw new GraphFault('badRequest', 'Not a valid reference update. @odata.id ends with the id of an object.')
}

export function alreadyThere(property: 'members' | 'owners'): GraphFault {
  return new GraphFault(
    'badRequest',
    `One or more added object references already exist for the following modified properties: '${property}'.`,
  )
}
