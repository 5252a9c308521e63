import { PatternFailure } from './syntax.ts'

/** Where the reading of a pattern stands. */
export type Cursor = { readonly pattern: string; at: number }

/** Steps over a text that stands here; false when it does not. */
export function take(cursor: Cursor, text: string): boolean {
  if (!cursor.pattern.startsWith(text, cursor.at)) return false
  cursor.at += text.length
  return true
}

/** Steps over what a sticky expression finds here. */
export function match(cursor: Cursor, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = cursor.at
  const found = sticky.exec(cursor.pattern)
  if (found !== null) cursor.at += found[0].length
  return found
}

// Groups, and classes within classes, are read one within the other; this keeps a hostile pattern from the stack.
const deepest = 250

export function checkDepth(depth: number, at: number): void {
  if (depth > deepest) throw new PatternFailure(at, `More than ${deepest} groups or classes stand in one another.`)
}
