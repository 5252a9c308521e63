import { nearest } from '../expression/nearest.ts'
import { warning, type Said } from './finding.ts'

/**
 * Members of `usher` that nobody knows. They are kept, as all of Graph's are; but a condition whose name has a typing mistake
 * would let everybody in, so what is nearly a name of ours is refused.
 */
export function unknownMembers(usher: object | null | undefined, known: readonly string[]): readonly Said[] {
  return Object.keys(usher ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known)
      return near === undefined
        ? warning(`usher has no member ${name}; it is kept and does nothing.`)
        : `usher has no member ${name}. Did you mean ${near}?`
    })
}
