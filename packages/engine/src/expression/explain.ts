import type { Attributes } from '@usher/scim'
import { sourceValue } from '../map/source-values.ts'
import type { Instant } from '../types.ts'
import { placeOf } from './caret.ts'
import { compileWatched } from './compile.ts'
import { nearest } from './nearest.ts'
import { print } from './print.ts'
import { nodesOf, partsOf } from './syntax.ts'
import type { ExpressionError, Node, Parsed, Place } from './syntax.ts'
import { EvaluationFailure, isSignal } from './value.ts'
import type { EvaluationContext, ExpressionValue, Signal } from './value.ts'

/** What one part of an expression gave. What must not be shown is not in here. */
export type Gave =
  | { readonly kind: 'value'; readonly value: Exclude<ExpressionValue, Signal> }
  | { readonly kind: 'ignore'; readonly what: 'attribute' | 'object' }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'redacted' }
  /** Something within it failed. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'notEvaluated' }

/** One part of an expression with its canonical text, what it gave, and its own parts. */
export type Part = {
  readonly kind: Node['kind']
  readonly text: string
  readonly at: number
  readonly gave: Gave
  readonly parts: readonly Part[]
}
/** `root.gave` is the result; `failure` is where it failed; at `until` the result changes by time alone. */
export type Explanation = {
  readonly root: Part
  readonly failure: ExpressionError | null
  readonly until: Instant | null
}

/** Evaluates an expression for one object and tells what each of its parts gave. */
export function explain(parsed: Parsed, object: Attributes, context: EvaluationContext): Explanation {
  const told = new Map<Node, ExpressionValue | EvaluationFailure>()
  let failed: Node | undefined
  const evaluate = compileWatched(parsed, (node, gave) => {
    told.set(node, gave)
    if (gave instanceof EvaluationFailure) failed ??= node
  })
  const result = evaluate((name) => sourceValue(object, name), context)
  const hidden = hiddenBy([...told.keys()].filter((node) => node.kind === 'call' && node.name === 'Redact'))
  const root = partOf(parsed.root, { told, failed, hidden })
  return {
    root,
    failure: result.kind === 'error' ? failureAt(failed, parsed, result.message) : null,
    until: result.until ?? null,
  }
}

function failureAt(failed: Node | undefined, { root, text }: Parsed, message: string): ExpressionError {
  const { at } = failed ?? root
  return { kind: 'error', message, offset: at, ...placeOf(text, at) }
}

type Seen = {
  readonly told: ReadonlyMap<Node, ExpressionValue | EvaluationFailure>
  readonly failed: Node | undefined
  readonly hidden: Hidden
}

function partOf(of: Node, seen: Seen): Part {
  const parts = partsOf(of).map((part) => partOf(part, seen))
  return { kind: of.kind, text: print(of), at: of.at, gave: gaveOf(of, parts, seen), parts }
}

// Redact hides what stands in it, and whatever was made of that.
function gaveOf(of: Node, parts: readonly Part[], { told, failed, hidden }: Seen): Gave {
  const gave = told.get(of)
  if (gave === undefined) return { kind: 'notEvaluated' }
  if (gave instanceof EvaluationFailure) {
    return of === failed ? { kind: 'error', message: gave.message } : { kind: 'unfinished' }
  }
  if (isSignal(gave)) return { kind: 'ignore', what: gave.signal === 'ignoreObject' ? 'object' : 'attribute' }
  const secret = hidden.nodes.has(of) || (of.kind === 'attribute' && hidden.attributes.has(of.name))
  if (secret || parts.some((part) => part.gave.kind === 'redacted')) return { kind: 'redacted' }
  return { kind: 'value', value: gave }
}

type Hidden = { readonly nodes: ReadonlySet<Node>; readonly attributes: ReadonlySet<string> }

function hiddenBy(redacting: readonly Node[]): Hidden {
  const nodes = new Set(redacting.flatMap((node) => [...nodesOf(node)]))
  const attributes = new Set<string>()
  for (const node of nodes) if (node.kind === 'attribute') attributes.add(node.name)
  return { nodes, attributes }
}

/** An attribute that is not there, and the one that was probably meant. */
export type Misspelt = Place & { readonly name: string; readonly meant: string }

/** Attributes that an expression reads and that are not among these, where one of these has nearly the same name. */
export function misspelt(parsed: Parsed, known: Iterable<string>): readonly Misspelt[] {
  const names = new Set(known)
  return [...nodesOf(parsed.root)].flatMap((node) => {
    if (node.kind !== 'attribute' || names.has(node.name)) return []
    const { name, at } = node
    // employeeType is no slip of the pen for employeeId, nor extensionAttribute1 for extensionAttribute2.
    const others = [...names].filter((other) => letters(other) !== letters(name))
    const meant = nearest(name, others, 2)
    return meant === undefined ? [] : [{ name, meant, offset: at, ...placeOf(parsed.text, at) }]
  })
}

function letters(name: string): string {
  return name.replaceAll(/\d+/g, '0')
}
