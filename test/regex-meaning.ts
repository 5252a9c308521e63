import type { Node } from '../packages/engine/src/expression/regex/syntax.ts'
import type { Span } from '../packages/engine/src/expression/regex/trail.ts'
import { inEveryCase } from '../packages/engine/src/expression/regex/unicode.ts'
import { has } from '../packages/engine/src/expression/regex/unit-set.ts'
import { EvaluationFailure } from '../packages/engine/src/expression/value.ts'

/** By group, all that it captured and that no balancing group took away. */
type Captures = ReadonlyMap<number, readonly Span[]>
type Fit = { readonly end: number; readonly captures: Captures }
type Then = (at: number, captures: Captures) => Fit | null
type Place = { readonly at: number; readonly captures: Captures; readonly backward: boolean }
type Of<K extends Node['kind']> = Extract<Node, { kind: K }>

/**
 * Where a regular expression is found first, written as plainly as possible: a node fits when what comes after it
 * fits. The matcher is held against it. It needs exponential time.
 */
export function meaning(root: Node, text: string): (Fit & { readonly at: number }) | null {
  let steps = 100_000

  function fit(node: Node, place: Place, then: Then): Fit | null {
    if (--steps < 0) throw new EvaluationFailure('the meaning takes too long')
    const { at, captures, backward } = place
    switch (node.kind) {
      case 'unit':
      case 'set': {
        const unit = text.charCodeAt(backward ? at - 1 : at)
        const fits = node.kind === 'unit' ? unit === node.unit : has(node.set, unit)
        return fits ? then(backward ? at - 1 : at + 1, captures) : null
      }
      case 'assertion':
        return node.holds(text, at, 0) ? then(at, captures) : null
      case 'sequence':
        return sequence(backward ? node.parts.toReversed() : node.parts, place, then)
      case 'choice':
        return node.branches.reduce<Fit | null>((found, branch) => found ?? fit(branch, place, then), null)
      case 'repeat':
        return repeat(node, place, then)
      case 'capture':
        return fit(node.body, place, (end, after) => {
          const captured = capture(node, { at: Math.min(at, end), end: Math.max(at, end) }, after)
          return captured === null ? null : then(end, captured)
        })
      case 'look': {
        const found = alone(node.body, { ...place, backward: node.behind })
        if ((found === null) !== node.negative) return null
        return then(at, found === null ? captures : found.captures)
      }
      case 'atomic': {
        const found = alone(node.body, place)
        return found === null ? null : then(found.end, found.captures)
      }
      case 'ifFits': {
        const found = alone(node.condition, { ...place, backward: node.behind })
        if (found === null) return fit(node.no, place, then)
        return fit(node.yes, { ...place, captures: found.captures }, then)
      }
      case 'ifCaptured':
        return fit(captures.get(node.group)?.length ? node.yes : node.no, place, then)
      case 'reference': {
        const end = repeated(node, place)
        return end === null ? null : then(end, captures)
      }
    }
  }

  function alone(node: Node, place: Place): Fit | null {
    return fit(node, place, (end, captures) => ({ end, captures }))
  }

  function sequence([first, ...rest]: readonly Node[], place: Place, then: Then): Fit | null {
    if (first === undefined) return then(place.at, place.captures)
    return fit(first, place, (at, captures) => sequence(rest, { ...place, at, captures }, then))
  }

  // .NET takes an empty repetition, and then no further one.
  function repeat(node: Of<'repeat'>, place: Place, then: Then): Fit | null {
    const { min, max, lazy, body } = node
    const next = { ...node, min: Math.max(min - 1, 0), max: max - 1 }
    const leave = (): Fit | null => then(place.at, place.captures)
    const again = (): Fit | null =>
      fit(body, place, (at, captures) => {
        const last = min <= 1 && at === place.at
        return last ? then(at, captures) : repeat(next, { ...place, at, captures }, then)
      })
    if (min > 0) return again()
    if (max <= 0) return leave()
    return lazy ? (leave() ?? again()) : (again() ?? leave())
  }

  function repeated({ group, ignoreCase }: Of<'reference'>, { at, captures, backward }: Place): number | null {
    const span = captures.get(group)?.at(-1)
    if (span === undefined) return null
    const captured = text.slice(span.at, span.end)
    const from = backward ? at - captured.length : at
    const here = from < 0 ? null : text.slice(from, from + captured.length)
    if (here === null || (ignoreCase ? folded(here) : here) !== (ignoreCase ? folded(captured) : captured)) return null
    return backward ? from : from + captured.length
  }

  for (let at = 0; at <= text.length; at++) {
    const found = alone(root, { at, captures: new Map(), backward: false })
    if (found !== null) return { at, ...found }
  }
  return null
}

function folded(text: string): string {
  return Array.from(text, (unit) => Math.min(...inEveryCase(unit.charCodeAt(0)))).join()
}

function capture({ group, pops }: Of<'capture'>, span: Span, captures: Captures): Captures | null {
  const changed = new Map(captures)
  const popped = pops === null ? undefined : captures.get(pops)?.at(-1)
  if (pops !== null) {
    if (popped === undefined) return null
    changed.set(pops, changed.get(pops)?.slice(0, -1) ?? [])
  }
  if (group === null) return changed
  return changed.set(group, [...(changed.get(group) ?? []), popped === undefined ? span : between(popped, span)])
}

// What a balancing group captures: what stands between the two, or what they have in common.
function between(popped: Span, span: Span): Span {
  if (span.at >= popped.end) return { at: popped.end, end: span.at }
  if (span.end <= popped.at) return { at: popped.at, end: span.end }
  return { at: Math.max(span.at, popped.at), end: Math.min(span.end, popped.end) }
}
