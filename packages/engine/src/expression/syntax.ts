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
/** A place in the text. The offset counts from 0, line and column from 1. */
export type Place = { readonly offset: number; readonly line: number; readonly column: number }
/** Why an expression could not be parsed. */
export type ExpressionError = Place & {
  readonly kind: 'error'
  readonly message: string
  readonly expected?: string
  readonly suggestion?: string
}

/** What a node is made of, left to right, without omitted arguments. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'call':
      return node.slots.filter((slot) => slot !== null)
    case 'compare':
      return [node.left, node.right]
    case 'concat':
      return node.parts
    case 'attribute':
    case 'constant':
    case 'keyword':
      return []
  }
}

/** Every node of the tree, the parent before its children, left to right. */
export function* nodesOf(node: Node): Generator<Node, void, undefined> {
  yield node
  for (const part of partsOf(node)) yield* nodesOf(part)
}

/** The names of all source attributes that an expression reads. */
export function attributesOf(parsed: Parsed): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of nodesOf(parsed.root)) if (node.kind === 'attribute') names.add(node.name)
  return names
}
