import { assertions } from './assertions.ts'
import { characterClass } from './character-class.ts'
import { checkDepth, match, take } from './cursor.ts'
import { escapedSet, escapedUnit } from './escape.ts'
import { nameSource, opening } from './group-opening.ts'
import type { Flags, Opening } from './group-opening.ts'
import { noneDeclared, numberGroups, placeOf } from './groups.ts'
import type { Declared, Groups } from './groups.ts'
import { quantifier, refuseQuantifier } from './quantifier.ts'
import { PatternFailure } from './syntax.ts'
import type { Node } from './syntax.ts'
import { inEveryCase } from './unicode.ts'
import { complement, unitsIn } from './unit-set.ts'

/** Makes a group of the branches that stand in it. */
type Wrap = (branches: readonly Node[]) => Node

const noFlags: Flags = { i: false, m: false, n: false, s: false, x: false }
const anything = complement(unitsIn([]))
const anythingButNewline = complement(unitsIn([[10, 10]]))
const referred = new RegExp(`([1-9]\\d*)|k?<(${nameSource})>|k?'(${nameSource})'`, 'uy')
const condition = new RegExp(`(${nameSource})\\)`, 'uy')

/**
 * Reads a pattern as .NET does under RegexOptions.None.
 *
 * It is read twice: whether \12 is a reference, and what \k<name> refers to, is known when all groups are.
 */
export function parsePattern(pattern: string): { readonly root: Node; readonly groups: Groups } {
  const groups = numberGroups(read(pattern, undefined).declared)
  return { root: read(pattern, groups).root, groups }
}

function read(pattern: string, known: Groups | undefined): { readonly root: Node; readonly declared: Declared } {
  const cursor = { pattern, at: 0 }
  const declared = noneDeclared()
  let flags = noFlags
  let backward = false
  let depth = 0

  function branches(): readonly Node[] {
    const found = [sequence()]
    while (take(cursor, '|')) found.push(sequence())
    return found
  }

  function sequence(): Node {
    const parts: Node[] = []
    for (;;) {
      skipBlank()
      const next = pattern[cursor.at]
      if (next === undefined || next === '|' || next === ')') break
      const body = term(next)
      if (body === null) continue
      const times = quantifier(cursor, skipBlank)
      parts.push(times === null ? body : { kind: 'repeat', body, ...times })
    }
    const [only] = parts
    return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts }
  }

  /** What can be repeated; null for options, which are nothing by themselves. */
  function term(next: string): Node | null {
    refuseQuantifier(cursor)
    const at = cursor.at++
    if (next === '(') return group(at)
    if (next === '[') {
      const set = characterClass(cursor, flags.i)
      return { kind: 'set', set: known === undefined ? anything : set() }
    }
    if (next === '\\') return escape(at)
    if (next === '.') return { kind: 'set', set: flags.s ? anything : anythingButNewline }
    if (next === '^') return { kind: 'assertion', holds: assertions[flags.m ? '^m' : '^'] }
    if (next === '$') return { kind: 'assertion', holds: assertions[flags.m ? '$m' : '$'] }
    return literal(next.charCodeAt(0))
  }

  function literal(unit: number): Node {
    const all = flags.i ? inEveryCase(unit) : [unit]
    if (all.length === 1) return { kind: 'unit', unit }
    return { kind: 'set', set: unitsIn(all.map((each) => [each, each] as const)) }
  }

  function escape(at: number): Node {
    const written = pattern.slice(at, at + 2)
    if (written in assertions) {
      cursor.at++
      return { kind: 'assertion', holds: assertions[written as keyof typeof assertions] }
    }
    const set = escapedSet(cursor, flags.i)
    return set === undefined ? (reference(at) ?? literal(escapedUnit(cursor))) : { kind: 'set', set }
  }

  /** \1, \k<name>, \k'name', and the old way to write the latter without the k. */
  function reference(at: number): Node | null {
    const from = cursor.at
    const [, number, angled, quoted] = match(cursor, referred) ?? []
    const name = number ?? angled ?? quoted
    if (name === undefined) {
      if (pattern[from] === 'k') throw new PatternFailure(at, 'Write the name of the group: \\k<name>.')
      return null
    }
    const group = place(name)
    if (group !== undefined) return { kind: 'reference', group, ignoreCase: flags.i }
    // Two digits or more that are no group are the number of a character, in octal digits.
    if (number === undefined || number.length === 1) throw noGroup(at, name)
    cursor.at = from
    return null
  }

  // While the groups are not known yet, every name is taken for one.
  function place(name: string): number | undefined {
    return known === undefined ? 0 : placeOf(known, name)
  }

  /** Reads what follows the parenthesis at this place; null for options that hold for the rest of the group around. */
  function group(at: number, captures = true): Node | null {
    const opened = opening(cursor, at)
    const outer = { flags, backward }
    if (opened.kind === 'options') flags = { ...flags, ...opened.change }
    if (opened.kind === 'options' && opened.alone) return null
    checkDepth(++depth, at)
    const wrap = opened.kind === 'unnamed' && !captures ? choiceOf : wrapper(opened, at)
    const within = branches()
    if (!take(cursor, ')')) throw new PatternFailure(at, 'The group that begins here is not closed; add ).')
    depth--
    ;({ flags, backward } = outer)
    return wrap(within)
  }

  function wrapper(opened: Opening, at: number): Wrap {
    switch (opened.kind) {
      case 'unnamed':
        return flags.n ? choiceOf : captured(String(++declared.unnamed), undefined, at)
      case 'named':
        return captured(opened.name, opened.pops, at)
      case 'plain':
      case 'options':
        return choiceOf
      case 'atomic':
        return (within) => ({ kind: 'atomic', body: choiceOf(within) })
      case 'look': {
        const { behind, negative } = opened
        backward = behind
        return (within) => ({ kind: 'look', behind, negative, body: choiceOf(within) })
      }
      case 'condition':
        return conditional(at)
    }
  }

  function captured(name: string | undefined, popped: string | undefined, at: number): Wrap {
    if (name !== undefined && /^\d/.test(name)) declared.numbers.add(Number(name))
    else if (name !== undefined) declared.names.add(name)
    const number = name === undefined ? null : (place(name) ?? 0)
    const pops = popped === undefined ? null : place(popped)
    if (pops === undefined) throw noGroup(at, popped ?? '')
    return (within) => ({ kind: 'capture', group: number, pops, body: choiceOf(within) })
  }

  /** (?(1)yes|no), (?(name)yes|no), and (?(expression)yes|no), which looks whether the expression fits here. */
  function conditional(at: number): Wrap {
    const from = cursor.at
    const name = match(cursor, condition)?.[1]
    if (/\d/.test(pattern[from] ?? '')) return ifCaptured(at, name)
    if (name !== undefined && known?.has(name) === true) return ifCaptured(at, name)
    cursor.at = from
    const body = /^\?(?:[#']|<[^!=])/.test(pattern.slice(from, from + 3)) ? null : group(from - 1, false)
    if (body === null) throw new PatternFailure(at, 'A condition is a group, or an expression that captures nothing.')
    const behind = backward
    return twoBranches(at, (yes, no) => ({ kind: 'ifFits', behind, condition: body, yes, no }))
  }

  function ifCaptured(at: number, name: string | undefined): Wrap {
    const group = name === undefined ? undefined : place(name)
    if (group === undefined) throw noGroup(at, name ?? 'of this number')
    return twoBranches(at, (yes, no) => ({ kind: 'ifCaptured', group, yes, no }))
  }

  /** Steps over comments, and under the option x over white space. */
  function skipBlank(): void {
    for (;;) {
      const at = cursor.at
      if (flags.x && match(cursor, /(?:[\t\n\f\r ]|#[^\n]*)+/y) !== null) continue
      if (!take(cursor, '(?#')) return
      if (match(cursor, /[^)]*\)/y) === null)
        throw new PatternFailure(at, 'The comment that begins here is not closed.')
    }
  }

  const root = choiceOf(branches())
  if (cursor.at < pattern.length) {
    throw new PatternFailure(cursor.at, 'This ) closes nothing; write \\) for the character.')
  }
  return { root, declared }
}

function noGroup(at: number, name: string): PatternFailure {
  return new PatternFailure(at, `There is no group ${name} in the pattern.`)
}

function choiceOf(branches: readonly Node[]): Node {
  const [only] = branches
  return only !== undefined && branches.length === 1 ? only : { kind: 'choice', branches }
}

function twoBranches(at: number, make: (yes: Node, no: Node) => Node): Wrap {
  return ([yes, no, ...more]) => {
    if (more.length > 0) throw new PatternFailure(at, 'A condition has two branches at most; put more in (?:…).')
    const nothing: Node = { kind: 'sequence', parts: [] }
    return make(yes ?? nothing, no ?? nothing)
  }
}
