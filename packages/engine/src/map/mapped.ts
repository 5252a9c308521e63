import type { Json, Ref } from '@usher/scim'

/** What one attribute mapping gave for one object, before it is known what it is for. */
export type Mapped =
  | { readonly kind: 'value'; readonly value: Json; readonly sensitive?: true }
  | { readonly kind: 'reference'; readonly of: Ref }
  /** An attribute with several references, members for instance. */
  | { readonly kind: 'references'; readonly of: readonly Ref[] }
  /** Known only when it is written: the first of these that the target does not have; or what chance gives. */
  | { readonly kind: 'firstFree'; readonly candidates: readonly string[]; readonly sensitive?: true }
  | { readonly kind: 'generated' }
  /** Nothing flows. `null`: the source has no value; `empty`: an empty text; `ignored`: the expression said so. */
  | { readonly kind: 'nothing'; readonly because: 'null' | 'empty' | 'ignored' }
  /** The expression says to skip the whole object. */
  | { readonly kind: 'skip' }
  | { readonly kind: 'problem'; readonly message: string }

export type Purpose = 'create' | 'update' | 'leave'

/** `once`: a default value that is given at creation only. */
export type Defaulted = {
  readonly kind: 'default'
  readonly value: Json
  readonly once: boolean
  readonly ifEmpty: boolean
}
