/** OpenTelemetry traces, when a collector is configured; nothing of it is loaded otherwise. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

export type Attributes = Readonly<Record<string, string | number | boolean>>
export type Span = {
  set(attributes: Attributes): void
  /** What went wrong, in a code rather than in words that may name somebody. */
  fail(code: string): void
  /** W3C Trace Context: what another service names as its parent. */
  readonly traceparent: string | null
}
export type Traces = {
  /** Runs work within a span, whose parent is the span that the caller is in. */
  within<R>(name: string, attributes: Attributes, work: (span: Span) => Promise<R>): Promise<R>
  close(): Promise<void>
}

const silent: Span = { set: () => undefined, fail: () => undefined, traceparent: null }
export const noTraces: Traces = { within: (_name, _attributes, work) => work(silent), close: () => Promise.resolve() }

/** Milliseconds that a collector is given. */
const patience = 3000

/** `endpoint`: where the collector takes OTLP over HTTP; `/v1/traces` is added as OpenTelemetry lays down. */
export async function openTraces(endpoint: string, report: (error: unknown) => void): Promise<Traces> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  // The exporter speaks through this alone; it may repeat for ever that a collector is gone.
  let told = false
  const once = (message: string): void => {
    if (told) return
    told = true
    report(new Error(message))
  }
  const quiet = (): void => undefined
  api.diag.setLogger({ error: once, warn: quiet, info: quiet, debug: quiet, verbose: quiet }, api.DiagLogLevel.ERROR)
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: patience })
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'usher' }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, maxQueueSize: 8192, scheduledDelayMillis: 1000 })],
  })
  const tracer = provider.getTracer('usher')
  const current = new AsyncLocalStorage<ReturnType<typeof tracer.startSpan>>()
  return {
    async within(name, attributes, work) {
      const parent = current.getStore()
      const context = parent === undefined ? api.ROOT_CONTEXT : api.trace.setSpan(api.ROOT_CONTEXT, parent)
      const span = tracer.startSpan(name, { attributes: { ...attributes } }, context)
      const { traceId, spanId, traceFlags } = span.spanContext()
      const fail = (code: string): void =>
        void span.setStatus({ code: api.SpanStatusCode.ERROR, message: code }).setAttribute('error.type', code)
      try {
        return await current.run(span, () =>
          work({
            set: (more) => void span.setAttributes({ ...more }),
            fail,
            traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
          }),
        )
      } catch (error) {
        fail(error instanceof Error ? error.name : 'Error')
        throw error
      } finally {
        span.end()
      }
    },
    async close() {
      // A collector that is silent does not keep us.
      await Promise.race([provider.shutdown().catch(report), sleep(patience, null, { ref: false })])
      api.diag.disable()
    },
  }
}
