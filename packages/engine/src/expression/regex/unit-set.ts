/**
 * A set of UTF-16 units.
 *
 * `edges` are the units at which membership changes, in order: the first edge begins a range, the second ends it. So
 * what is not in a set is the same list with a 0 added or removed.
 */
export type UnitSet = { readonly edges: readonly number[]; readonly ascii: Uint8Array }

export type Range = readonly [first: number, last: number]

/** The set of these ranges, in whatever order they come and however they overlap. */
export function unitsIn(ranges: readonly Range[]): UnitSet {
  const edges: number[] = []
  let end = -1
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    if (first > end) edges.push(first, last + 1)
    else edges[edges.length - 1] = Math.max(end, last + 1)
    end = Math.max(end, last + 1)
  }
  return fromEdges(edges)
}

export function union(set: UnitSet, other: UnitSet): UnitSet {
  return combined(set, other, (inSet, inOther) => inSet || inOther)
}

/** What is in the set and not in the other. */
export function without(set: UnitSet, other: UnitSet): UnitSet {
  return combined(set, other, (inSet, inOther) => inSet && !inOther)
}

export function complement({ edges }: UnitSet): UnitSet {
  return fromEdges(edges[0] === 0 ? edges.slice(1) : [0, ...edges])
}

/** Whether the unit is in the set. Beyond the end of a text there is NaN, which is in no set. */
export function has({ ascii, edges }: UnitSet, unit: number): boolean {
  return unit < 128 ? ascii[unit] === 1 : within(edges, unit)
}

function combined(set: UnitSet, other: UnitSet, keep: (inSet: boolean, inOther: boolean) => boolean): UnitSet {
  const edges: number[] = []
  let inside = false
  for (let i = 0, j = 0; i < set.edges.length || j < other.edges.length;) {
    const one = set.edges[i] ?? Infinity
    const two = other.edges[j] ?? Infinity
    if (one <= two) i++
    if (two <= one) j++
    if (keep(i % 2 === 1, j % 2 === 1) === inside) continue
    edges.push(Math.min(one, two))
    inside = !inside
  }
  return fromEdges(edges)
}

// An edge beyond the last unit is no edge: complement would begin with it.
function fromEdges(edges: readonly number[]): UnitSet {
  const proper = edges.at(-1) === 0x1_00_00 ? edges.slice(0, -1) : edges
  const ascii = new Uint8Array(128)
  for (let unit = 0; unit < 128; unit++) ascii[unit] = within(proper, unit) ? 1 : 0
  return { edges: proper, ascii }
}

function within(edges: readonly number[], unit: number): boolean {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((edges[middle] ?? 0) <= unit) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}
