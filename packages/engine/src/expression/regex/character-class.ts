import { checkDepth, take } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { escapedSet, escapedUnit } from './escape.ts'
import { PatternFailure } from './syntax.ts'
import { withEveryCase } from './unicode.ts'
import { complement, union, unitsIn, without } from './unit-set.ts'
import type { Range, UnitSet } from './unit-set.ts'

/**
 * Reads a character class; the cursor stands after its opening bracket. The set is made when it is asked for.
 *
 * A class that is subtracted, as in [a-z-[aeiou]], is the last thing within. A ] that comes first is a character.
 */
export function characterClass(cursor: Cursor, ignoreCase: boolean, depth = 1): () => UnitSet {
  const from = cursor.at - 1
  checkDepth(depth, from)
  const { pattern } = cursor
  const negated = take(cursor, '^')
  const ranges: Range[] = []
  const sets: UnitSet[] = []
  let subtracted: (() => UnitSet) | undefined

  for (let first = true; first || !take(cursor, ']'); first = false) {
    const at = cursor.at
    if (at >= pattern.length) throw new PatternFailure(from, 'The class that begins here is not closed; add ].')
    if (!first && take(cursor, '-[')) {
      subtracted = subtraction(cursor, ignoreCase, depth)
      continue
    }
    const low = member(cursor, ignoreCase)
    if (typeof low !== 'number') {
      sets.push(low)
      continue
    }
    if (!opensRange(cursor, at)) {
      ranges.push([low, low])
    } else if (take(cursor, '[')) {
      ranges.push([low, low])
      subtracted = subtraction(cursor, ignoreCase, depth)
    } else {
      ranges.push([low, upperEnd(cursor, at, low)])
    }
  }

  return () => {
    const units = unitsIn(ranges)
    const all = sets.reduce(union, ignoreCase ? withEveryCase(units) : units)
    const set = negated ? complement(all) : all
    return subtracted === undefined ? set : without(set, subtracted())
  }
}

/** One character of a class, or a set of characters that stands in it. */
function member(cursor: Cursor, ignoreCase: boolean): number | UnitSet {
  if (!take(cursor, '\\')) return cursor.pattern.charCodeAt(cursor.at++)
  return escapedSet(cursor, ignoreCase) ?? escapedUnit(cursor)
}

// Steps over the hyphen of a range. An escaped hyphen begins none, and a hyphen before the closing bracket is itself.
function opensRange(cursor: Cursor, at: number): boolean {
  const { pattern } = cursor
  const rest = pattern.slice(cursor.at, cursor.at + 2)
  if (rest.length < 2 || !rest.startsWith('-') || rest === '-]' || pattern.startsWith('\\-', at)) return false
  cursor.at++
  return true
}

function upperEnd(cursor: Cursor, at: number, low: number): number {
  const high = member(cursor, false)
  const range = cursor.pattern.slice(at, cursor.at)
  if (typeof high !== 'number') throw new PatternFailure(at, `A range cannot end in a set of characters: ${range}.`)
  if (low > high) throw new PatternFailure(at, `The range ${range} is in the wrong order.`)
  return high
}

function subtraction(cursor: Cursor, ignoreCase: boolean, depth: number): () => UnitSet {
  const set = characterClass(cursor, ignoreCase, depth + 1)
  const { pattern, at } = cursor
  if (at === pattern.length || pattern[at] === ']') return set
  throw new PatternFailure(at, 'A class that is subtracted must be the last thing in its class.')
}
