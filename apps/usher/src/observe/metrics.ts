/** The numbers that Prometheus reads. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { counted, standing, type Counted, type Standing } from './metric-rows.ts'

export type Labels = Readonly<Record<string, string>>
/** Values of what stands in the store; a metric that is missing has none. */
export type Stand = Readonly<Partial<Record<Standing, readonly (readonly [Labels, number])[]>>>
export type Metrics = {
  /** Counts one more, or so many. */
  count(name: Counted, labels: Labels, by?: number): void
  /** Seconds that something took. */
  took(name: Counted, labels: Labels, seconds: number): void
  /** All of it, as text. */
  print(stand: Stand): Promise<{ readonly type: string; readonly text: string }>
}

/** Jobs that get series of their own; the others share one, so that memory is bounded whatever comes. */
const mostJobs = 500
const others = { application: 'others', job: 'others' }

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const counters = new Map<Counted, Counter>()
  const histograms = new Map<Counted, Histogram>()
  for (const [name, row] of Object.entries(counted) as [Counted, (typeof counted)[Counted]][]) {
    const usual = { name, help: row.help, labelNames: [...row.labels], registers }
    if (row.type === 'counter') counters.set(name, new Counter(usual))
    else histograms.set(name, new Histogram({ ...usual, buckets: [...row.buckets] }))
  }
  const gauges = Object.entries(standing).map(
    ([name, { help, labels }]) =>
      [name as Standing, new Gauge({ name, help, labelNames: [...labels], registers })] as const,
  )
  const known = new Set<string>()
  const bounded = (labels: Labels): Labels => {
    if (labels['job'] === undefined) return labels
    const key = JSON.stringify([labels['directory'], labels['application'], labels['job']])
    if (known.size < mostJobs) known.add(key)
    return known.has(key) ? labels : { ...labels, ...others }
  }

  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc(bounded(labels), by),
    took: (name, labels, seconds) => histograms.get(name)?.observe(bounded(labels), seconds),
    async print(stand) {
      for (const [name, gauge] of gauges) {
        gauge.reset()
        for (const [labels, value] of stand[name] ?? []) gauge.set(bounded(labels), value)
      }
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}
