import { expect, test } from 'vitest'
import { help, readConfig } from './config.ts'
import { options } from './options.ts'

test('what watches the service is off, or usual, unless somebody says otherwise', () => {
  expect(readConfig([], {})).toMatchObject({
    publicUrl: undefined,
    log: 'text',
    logLevel: undefined,
    metricsTokenFile: undefined,
    otlpEndpoint: undefined,
    traceApplications: false,
  })
})

test('the command line goes before the environment, and an address loses the slash at its end', () => {
  const env = {
    USHER_LOG: 'json',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/',
    USHER_TRACE_APPLICATIONS: 'on',
  }
  expect(readConfig(['--log', 'text', '--public-url', 'https://usher.example/app/'], env)).toMatchObject({
    log: 'text',
    publicUrl: 'https://usher.example/app',
    otlpEndpoint: 'http://127.0.0.1:4318',
    traceApplications: true,
  })
})

test.each([
  [['--log', 'xml'], '--log takes text or json, not "xml".'],
  [['--log-level', 'loud'], '--log-level takes error or warn or info or debug, not "loud".'],
  [['--trace-applications', 'yes'], '--trace-applications takes off or on, not "yes".'],
  [['--public-url', 'usher.example'], '--public-url takes a web address like https://usher.example, not "usher.example".'],
  [['--otlp-endpoint', 'ftp://x.example'], '--otlp-endpoint takes a web address like https://usher.example, not "ftp://x.example".'],
  [['--otlp-endpoint', 'https://user:Sesame@x.example/'], '--otlp-endpoint takes a web address like https://usher.example, not "https://x.example".'],
])('%j is refused in a sentence', (args, sentence) => {
  expect(() => readConfig(args, {})).toThrow(sentence)
}) // prettier-ignore

test('every option is in the help', () => {
  for (const { flag, env } of Object.values(options)) {
    expect(help()).toContain(`--${flag} `)
    expect(help()).toContain(env)
  }
})
