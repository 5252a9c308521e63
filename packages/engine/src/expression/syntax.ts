/** The syntax tree of an expression (mapping.md section 2). Positions are offsets into the text, in UTF-16 units. */

export type RelationalOperator = '=' | '<>' | '>=' | '<=' | '>' | '<'

/** `slots`: null is an omitted argument, which is neither empty text nor null. */
export type Call = {
  readonly kind: 'call'
  readonly at: number
  readonly name: string
  readonly slots: readonly (Node | null)[]
}
export type Attribute = { readonly kind: 'attribute'; readonly at: number; readonly name: string }
/** `spelling`: as it was written, so that `1` and `"1"`, one value, print as they were. */
export type Constant = {
  readonly kind: 'constant'
  readonly at: number
  readonly text: string
  readonly spelling: string
}
export type Keyword = { readonly kind: 'keyword'; readonly at: number; readonly word: string }
export type Compare = {
  readonly kind: 'compare'
  readonly at: number
  readonly operator: RelationalOperator
  readonly left: Node
  readonly right: Node
}
export type Concat = { readonly kind: 'concat'; readonly at: number; readonly parts: readonly Node[] }
export type Node = Call | Attribute | Constant | Keyword | Compare | Concat

export type Parsed = { readonly kind: 'parsed'; readonly text: string; readonly root: Node }
/** Why an expression could not be parsed. Line and column count from 1. */
export type ExpressionError = {
  readonly kind: 'error'
  readonly message: string
  readonly offset: number
  readonly line: number
  readonly column: number
  readonly expected?: string
  readonly suggestion?: string
}

/** Every node of the tree, the parent before its children, left to right. */
export function* nodesOf(node: Node): Generator<Node, void, undefined> {
  yield node
  switch (node.kind) {
    case 'call':
      for (const slot of node.slots) if (slot !== null) yield* nodesOf(slot)
      return
    case 'compare':
      yield* nodesOf(node.left)
      yield* nodesOf(node.right)
      return
    case 'concat':
      for (const part of node.parts) yield* nodesOf(part)
      return
    case 'attribute':
    case 'constant':
    case 'keyword':
  }
}

/** The names of all source attributes that an expression reads. */
export function attributesOf(parsed: Parsed): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of nodesOf(parsed.root)) if (node.kind === 'attribute') names.add(node.name)
  return names
}
