/**
 * The default mapping of Dynamic Signal over generated people: how many a second one thread maps, and what it allocates.
 *
 * The limit is a function in which the same 22 mappings are written out by hand. Before anything is measured both must
 * give the same for everybody.
 */
import { deepStrictEqual } from 'node:assert'
import { dynamicSignal } from '../apps/usher/src/gallery/dynamic-signal/template.ts'
import { compileMappings } from '../packages/engine/src/map/compile.ts'
import { desire } from '../packages/engine/src/map/desire.ts'
import type { Entry, Instant, Link } from '../packages/engine/src/types.ts'
import { links, toEntry } from './mapping/entries.ts'
import { mapByHand, type Written } from './mapping/by-hand.ts'
import { people } from './people.ts'

type Mapper = (entry: Entry) => readonly Written[]

export function mapping(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const list = people(option('people', 100_000))
  const rounds = option('rounds', 7)
  const references = links(list)
  const mappers = { limit: byHand(references), usher: byTemplate(references) }
  const entries = list.map(toEntry)
  for (const entry of entries) deepStrictEqual(mappers.usher(entry).map(pathAndValue), mappers.limit(entry))

  const rates = { limit: [] as number[], usher: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    rates.limit.push(peoplePerSecond(mappers.limit, entries))
    rates.usher.push(peoplePerSecond(mappers.usher, entries))
  }
  const ratios = rates.usher.map((rate, n) => rate / (rates.limit[n] ?? rate))
  const row = (name: string, number: string, rest: string): string =>
    `  ${name.padEnd(8)} ${number.padStart(9)} ${rest}\n`
  const figures = (name: string, mapper: Mapper, measured: readonly number[]): string =>
    row(name, median(measured).toFixed(0), `people/s   ${allocated(mapper, entries)} bytes allocated a person`)
  process.stdout.write(
    [
      `\nDynamic Signal's ${objectMapping?.attributeMappings.length} mappings for ${list.length} people, compiled once, one thread, median of ${rounds}\n`,
      figures('by hand', mappers.limit, rates.limit),
      figures('Usher', mappers.usher, rates.usher),
      row('ratio', median(ratios).toFixed(3), `           (${ratios.map((one) => one.toFixed(3)).join(', ')})`),
    ].join(''),
  )
  return Promise.resolve()
}

const template = dynamicSignal.schema
const [objectMapping] = template.synchronizationRules.flatMap((rule) => rule.objectMappings)
const targetObject = template.directories.find(({ name }) => name === 'Dynamic Signal')?.objects[0]

function byTemplate(references: ReadonlyMap<string, Link>): Mapper {
  const compiled = objectMapping && compileMappings(objectMapping, targetObject)
  if (compiled?.kind !== 'compiled') throw new Error('The template does not compile')
  const verdict = { inScope: true, via: 'assignment', checks: [], uses: [] } as const
  const context = { now: '2026-01-01T00:00:00.000Z' as Instant }
  return (entry) => desire(compiled, { entry, verdict, references, purpose: 'create', context }).flows
}

function byHand(references: ReadonlyMap<string, Link>): Mapper {
  return (entry) => mapByHand(entry, references)
}

function pathAndValue({ path, value }: Written): Written {
  return { path, value }
}

function peoplePerSecond(mapper: Mapper, entries: readonly Entry[]): number {
  const began = performance.now()
  let written = 0
  for (const entry of entries) written += mapper(entry).length
  if (written < entries.length) throw new Error('Hardly anything was mapped')
  return entries.length / ((performance.now() - began) / 1000)
}

const chunk = 50

/**
 * How far the heap grows while a few people are mapped, divided by their number: the median of all such pieces, since in
 * a few of them the heap is swept.
 */
function allocated(mapper: Mapper, entries: readonly Entry[]): number {
  const grown: number[] = []
  for (let from = 0; from + chunk <= entries.length; from += chunk) {
    const piece = entries.slice(from, from + chunk)
    const before = process.memoryUsage().heapUsed
    for (const entry of piece) mapper(entry)
    grown.push(process.memoryUsage().heapUsed - before)
  }
  return Math.round(median(grown) / chunk)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
