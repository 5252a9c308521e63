import { EvaluationFailure } from '../value.ts'
import { inEveryCase } from './unicode.ts'
import type { Node } from './syntax.ts'
import type { Span } from './trail.ts'
import { has } from './unit-set.ts'

/** By group, all that it captured and that was not taken away. */
type Captures = ReadonlyMap<number, readonly Span[]>
type Fit = { readonly end: number; readonly captures: Captures }
type Then = (at: number, captures: Captures) => Fit | null
type Place = { readonly at: number; readonly captures: Captures; readonly backward: boolean }

/**
 * Where a tree is found first, written as plainly as possible: a node fits when what comes after it does. For tests,
 * which hold the matcher against it; it needs exponential time.
 */
export function meaning(root: Node, text: string): (Fit & { readonly at: number }) | null {
  let steps = 100_000

  function fit(node: Node, place: Place, then: Then): Fit | null {
    if (--steps < 0) throw new EvaluationFailure('too long')
    const { at, captures, backward } = place
    const alone = (body: Node, behind = backward): Fit | null =>
      fit(body, { ...place, backward: behind }, (end, after) => ({ end, captures: after }))
    switch (node.kind) {
      case 'unit':
        return text.charCodeAt(backward ? at - 1 : at) === node.unit ? then(at + (backward ? -1 : 1), captures) : null
      case 'set':
        return has(node.set, text.charCodeAt(backward ? at - 1 : at)) ? then(at + (backward ? -1 : 1), captures) : null
      case 'assertion':
        return node.holds(text, at, 0) ? then(at, captures) : null
      case 'sequence': {
        const [first, ...rest] = backward ? node.parts.toReversed() : node.parts
        if (first === undefined) return then(at, captures)
        const others: Node = { kind: 'sequence', parts: backward ? rest.toReversed() : rest }
        return fit(first, place, (end, after) => fit(others, { at: end, captures: after, backward }, then))
      }
      case 'choice':
        return node.branches.reduce<Fit | null>((found, branch) => found ?? fit(branch, place, then), null)
      case 'repeat':
        return repeat(node, place, then, 0, false)
      case 'capture':
        return fit(node.body, place, (end, after) => {
          const captured = capture(node, { at: Math.min(at, end), end: Math.max(at, end) }, after)
          return captured === null ? null : then(end, captured)
        })
      case 'look': {
        const found = alone(node.body, node.behind)
        if (node.negative) return found === null ? then(at, captures) : null
        return found === null ? null : then(at, found.captures)
      }
      case 'atomic': {
        const found = alone(node.body)
        return found === null ? null : then(found.end, found.captures)
      }
      case 'ifFits': {
        const found = alone(node.condition, node.behind)
        return found === null
          ? fit(node.no, place, then)
          : fit(node.yes, { ...place, captures: found.captures }, then)
      }
      case 'ifCaptured':
        return fit((captures.get(node.group)?.length ?? 0) > 0 ? node.yes : node.no, place, then)
      case 'reference': {
        const span = captures.get(node.group)?.at(-1)
        if (span === undefined) return null
        const end = at + (backward ? -1 : 1) * (span.end - span.at)
        const same = [...text.slice(Math.min(at, end), Math.max(at, end))].every((unit, i) =>
          (node.ignoreCase ? inEveryCase(text.charCodeAt(span.at + i)) : [text.charCodeAt(span.at + i)]).includes(
            unit.charCodeAt(0),
          ),
        )
        return end >= 0 && end <= text.length && same ? then(end, captures) : null
      }
    }
  }

  function repeat(
    node: Extract<Node, { kind: 'repeat' }>, place: Place, then: Then, times: number, empty: boolean,
  ): Fit | null { return null }

  for (let at = 0; at <= text.length; at++) {
    const found = fit(root, { at, captures: new Map(), backward: false }, (end, captures) => ({ end, captures }))
    if (found !== null) return { at, ...found }
  }
  return null
}
