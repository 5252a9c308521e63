/** What watches the service: its log, its metrics, and traces when a collector is configured. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { createLog, faultFields, type Log } from './observe/log.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import { createOutage, type Outage } from './observe/outage.ts'
import { noTraces, openTraces } from './observe/traces.ts'
import { tokenFrom } from './observe/token-file.ts'
import { createWatch, watchOf, type Watch } from './observe/watch.ts'

export type Observing = {
  readonly log: Log
  readonly metrics: Metrics
  /** What sees one directory at work. `name`: by which it is told from others; undefined while there is but one. */
  watchOf(name: () => string | undefined): Watch
  readonly outage: Outage
  /** Opens /metrics, and nothing else. */
  readonly metricsToken: string
  /** What is a fault of ours is told, and work goes on. */
  fault(message: string): (error: unknown) => void
  close(): Promise<void>
}

/** `say` gets the lines of the log. Throws a `Refusal` when the file of the token cannot be used. */
export async function observe(config: Config, say: (line: string) => void): Promise<Observing> {
  const format = config.log ?? 'text'
  const log = createLog({ format, level: config.logLevel ?? (format === 'json' ? 'info' : 'warn') }, say)
  const metrics = createMetrics()
  const outage = createOutage(log)
  const { otlpEndpoint, traceApplications = false } = config
  const lost = (error: unknown): void => log.warn('Traces cannot be handed over.', faultFields(error))
  const traces = otlpEndpoint === undefined ? noTraces : await openTraces(otlpEndpoint, lost)
  const watch = createWatch({ log, metrics, traces, traceApplications })
  return {
    log,
    metrics,
    watchOf: (name) => watchOf(watch, name),
    metricsToken: await tokenFrom(config.metricsTokenFile ?? join(config.data, 'metrics.token')),
    outage,
    fault: (message) => (error) => {
      if (!outage.isTold(error)) log.error(message, faultFields(error))
    },
    close: traces.close,
  }
}
