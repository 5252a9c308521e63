/** Every option of the service. */
import { levels } from './observe/log.ts'

export type Row = {
  readonly flag: string
  readonly env: string
  readonly type: 'text' | 'port' | 'folder' | 'url' | 'list' | 'file' | 'choice' | 'count'
  /** Of a choice. */
  readonly choices?: readonly string[]
  readonly default: string
  readonly describes: string
}

/** Every option of the service: one row each. */
export const options = {
  data: {
    flag: 'data',
    env: 'USHER_DATA',
    type: 'folder',
    default: 'data/usher',
    describes: 'Folder that the service holds: store, token file',
  },
  port: {
    flag: 'port',
    env: 'USHER_PORT',
    type: 'port',
    default: '8080',
    describes: 'Port of the API; 0 takes a free one',
  },
  host: { flag: 'host', env: 'USHER_HOST', type: 'text', default: '127.0.0.1', describes: 'Address to listen on' },
  databaseUrl: {
    flag: 'database-url',
    env: 'DATABASE_URL',
    type: 'url',
    default: '',
    describes: 'PostgreSQL instead of the embedded store: postgres://…',
  },
  role: {
    flag: 'role',
    env: 'USHER_ROLE',
    type: 'choice',
    choices: ['all', 'serve', 'work'],
    default: 'all',
    describes:
      'Of several processes on one PostgreSQL: serve answers people and leaves cycles to others, work carries them out; all does both',
  },
  shareFrom: {
    flag: 'share-from',
    env: 'USHER_SHARE_FROM',
    type: 'count',
    default: '2000',
    describes: 'So many objects must be left of an initial cycle for processes on one PostgreSQL to share it',
  },
  egressAllow: {
    flag: 'egress-allow',
    env: 'USHER_EGRESS_ALLOW',
    type: 'list',
    default: '',
    describes: 'Private networks and host names where applications may be: 10.1.0.0/16,*.corp.example',
  },
  caFile: {
    flag: 'ca-file',
    env: 'USHER_CA_FILE',
    type: 'file',
    default: '',
    describes: 'Certificate authorities (PEM) that are trusted for every application, beside those of the system',
  },
  publicUrl: {
    flag: 'public-url',
    env: 'USHER_PUBLIC_URL',
    type: 'url',
    default: '',
    describes: 'Where people reach Usher, for links in mails; without it the address it listens on',
  },
  trustedProxy: {
    flag: 'trusted-proxy',
    env: 'USHER_TRUSTED_PROXY',
    type: 'list',
    default: '',
    describes:
      'Addresses and networks of proxies before Usher, whose X-Forwarded-For says who asks: 10.1.2.3,10.2.0.0/16',
  },
  https: {
    flag: 'https',
    env: 'USHER_HTTPS',
    type: 'choice',
    choices: ['off', 'on'],
    default: 'off',
    describes: 'Serve https with a certificate of an authority of its own, in https/authority.pem of the data folder',
  },
  tlsCert: {
    flag: 'tls-cert',
    env: 'USHER_TLS_CERT',
    type: 'file',
    default: '',
    describes: 'Serve https with this certificate and those that it hangs on (PEM); looked at again twice a day',
  },
  tlsKey: { flag: 'tls-key', env: 'USHER_TLS_KEY', type: 'file', default: '', describes: 'Its private key (PEM)' },
  rateLimit: {
    flag: 'rate-limit',
    env: 'USHER_RATE_LIMIT',
    type: 'text',
    default: '',
    describes:
      'Requests a second that each client of the API may make: a number, or off; unless said 100, and off where only this machine can ask',
  },
  statementTimeout: {
    flag: 'statement-timeout',
    env: 'USHER_STATEMENT_TIMEOUT',
    type: 'count',
    default: '30',
    describes: 'Seconds after which PostgreSQL gives up a question that somebody asks over the Graph',
  },
  uploadCalls: {
    flag: 'upload-calls',
    env: 'USHER_UPLOAD_CALLS',
    type: 'count',
    default: '40',
    describes: 'Calls of bulkUpload that an inbound job takes within five seconds',
  },
  uploadCallsADay: {
    flag: 'upload-calls-a-day',
    env: 'USHER_UPLOAD_CALLS_A_DAY',
    type: 'count',
    default: '6000',
    describes: 'Calls of bulkUpload that a directory takes within 24 hours; Entra takes 2000 or 6000, by the license',
  },
  signingKeyDays: {
    flag: 'signing-key-days',
    env: 'USHER_SIGNING_KEY_DAYS',
    type: 'count',
    default: '90',
    describes: 'Days after which tokens are signed with a new key; the one before verifies for another day',
  },
  log: {
    flag: 'log',
    env: 'USHER_LOG',
    type: 'choice',
    choices: ['text', 'json'],
    default: 'text',
    describes: 'What the process says on standard error: lines for people, or JSON',
  },
  logLevel: {
    flag: 'log-level',
    env: 'USHER_LOG_LEVEL',
    type: 'choice',
    choices: levels,
    default: '',
    describes: 'How much of it: error, warn, info or debug; warn for text and info for JSON unless said',
  },
  metricsTokenFile: {
    flag: 'metrics-token-file',
    env: 'USHER_METRICS_TOKEN_FILE',
    type: 'file',
    default: '',
    describes:
      'The token that opens /metrics; made when it is missing, as metrics.token in the data folder unless said',
  },
  otlpEndpoint: {
    flag: 'otlp-endpoint',
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    type: 'url',
    default: '',
    describes: 'Collector that gets OpenTelemetry traces over OTLP/HTTP: http://127.0.0.1:4318',
  },
  traceApplications: {
    flag: 'trace-applications',
    env: 'USHER_TRACE_APPLICATIONS',
    type: 'choice',
    choices: ['off', 'on'],
    default: 'off',
    describes: 'Whether applications get the traceparent of each request',
  },
} as const satisfies Record<string, Row>
