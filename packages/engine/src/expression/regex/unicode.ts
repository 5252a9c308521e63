import { block } from './blocks.ts'
import { has, union, unitsIn } from './unit-set.ts'
import type { Range, UnitSet } from './unit-set.ts'

/**
 * What .NET knows about characters: general categories, \w, \d and \s, and which letters differ in case only.
 *
 * The tables are those of the JavaScript engine, read off once, when they are first needed.
 */
const categories: ReadonlyMap<string, () => UnitSet> = new Map(
  `C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No
   P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs`
    .split(/\s+/)
    .map((name) => [name, tabled(`\\p{${name}}`)]),
)
const cased = tabled(String.raw`[\p{Ll}\p{Lt}\p{Lu}]`)

const wordCharacters = String.raw`\p{L}\p{Mn}\p{Nd}\p{Pc}`

/** \w. Spacing marks (Mc) are not among them. */
export const word = tabled(`[${wordCharacters}]`)
/** What counts as a letter for \b, and in the name of a group: \w and the two joiners. */
export const boundaryWord = tabled(`[${wordCharacters}\\u200c\\u200d]`)
export const digit = tabled(String.raw`\p{Nd}`)
/** \s is Char.IsWhiteSpace: other than in JavaScript, the byte order mark is not white space and U+0085 is. */
export const space = tabled(String.raw`[\t-\r\u0085\p{Z}]`)

/**
 * \p{name}; undefined when there is no such category or block. Ignoring case, \p{Lu} is every letter that has a case.
 * (All other categories have their characters in every case.)
 */
export function property(name: string, ignoreCase: boolean): UnitSet | undefined {
  if (ignoreCase && /^L[ltu]$/.test(name)) return cased()
  const category = categories.get(name)?.()
  if (category !== undefined) return category
  const units = block(name)
  return units !== undefined && ignoreCase ? withEveryCase(units) : units
}

/** All units that are the same as this one when case does not count, itself included. */
export function inEveryCase(unit: number): readonly number[] {
  return casePartners().get(unit) ?? [unit]
}

export function withEveryCase(set: UnitSet): UnitSet {
  const added: Range[] = []
  for (const [unit, partners] of casePartners()) {
    if (!has(set, unit)) continue
    for (const partner of partners) if (!has(set, partner)) added.push([partner, partner])
  }
  return added.length === 0 ? set : union(set, unitsIn(added))
}

/** A set that is read off when it is first asked for. */
function tabled(characters: string): () => UnitSet {
  let table: UnitSet | undefined
  return () => (table ??= readOff(characters))
}

function readOff(characters: string): UnitSet {
  const ranges: Range[] = [...everyUnit().matchAll(new RegExp(`${characters}+`, 'gu'))].map(({ 0: found, index }) => [
    unitAt(index),
    unitAt(index + found.length - 1),
  ])
  if (new RegExp(characters, 'u').test('\ud800')) ranges.push([0xd8_00, 0xdf_ff])
  return unitsIn(ranges)
}

// Surrogates are left out, since two of them side by side would be read as one character.
let units: string | undefined

function everyUnit(): string {
  units ??= Array.from({ length: 0x1_00_00 - 0x8_00 }, (_, index) => String.fromCharCode(unitAt(index))).join('')
  return units
}

function unitAt(index: number): number {
  return index < 0xd8_00 ? index : index + 0x8_00
}

let partners: ReadonlyMap<number, readonly number[]> | undefined

// .NET: units are the same when the invariant culture writes them with the same small letter, one unit for one. So the
// sign for Kelvin is a k, while ß and the dotted capital İ stand alone.
function casePartners(): ReadonlyMap<number, readonly number[]> {
  if (partners !== undefined) return partners
  const bySmall = new Map<number, number[]>()
  for (const [capital] of everyUnit().matchAll(/\p{Changes_When_Lowercased}/gu)) {
    const small = capital.toLowerCase()
    if (small.length > 1) continue
    const unit = small.charCodeAt(0)
    const group = bySmall.get(unit) ?? [unit]
    group.push(capital.charCodeAt(0))
    bySmall.set(unit, group)
  }
  partners = new Map([...bySmall.values()].flatMap((group) => group.map((unit) => [unit, group] as const)))
  return partners
}
