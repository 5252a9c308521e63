import type { KnownAttributes } from './gives.ts'
import type { Node, Place } from './syntax.ts'

/** An error keeps a mapping from being saved; a warning is shown beside it. */
export type Finding = Place & {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly suggestion?: string
  /** It works here, and Entra documents it as unsupported. */
  readonly entra?: true
}
export type Found = { readonly at: number } & Omit<Finding, keyof Place>
/** What is wrong with one part of an expression; `known`: the attributes that the source has. */
export type Rule = (node: Node, known: KnownAttributes | undefined) => readonly Found[]
