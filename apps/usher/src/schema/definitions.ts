import type { AttributeDefinition, SynchronizationSchema } from '@usher/engine'

/**
 * Whether target attributes are compared by other rules than before: another type, exact case, several values.
 *
 * What was accepted before then says nothing about what the target should have.
 */
export function comparesOtherwise(before: SynchronizationSchema, after: SynchronizationSchema): boolean {
  const known = new Map(definitionsOf(before))
  return definitionsOf(after).some(([key, manner]) => known.has(key) && known.get(key) !== manner)
}

function definitionsOf({ directories }: SynchronizationSchema): readonly (readonly [string, string])[] {
  return directories.flatMap(({ name: directory, objects }) =>
    objects.flatMap(({ name: object, attributes }) =>
      attributes.map((one) => [JSON.stringify([directory, object, one.name]), mannerOf(one)] as const),
    ),
  )
}

function mannerOf({ type, caseExact = false, multivalued = false }: AttributeDefinition): string {
  return JSON.stringify([type, caseExact, multivalued])
}
