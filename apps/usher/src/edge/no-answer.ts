export type Kind =
  /** Usher itself does not connect there. */
  | 'forbidden'
  /** The application wants to be left alone for longer than anybody waits; nothing was sent. */
  | 'later'
  /** Whoever asked was stopped before it was its turn; nothing was sent. */
  | 'stopped'
  /** No token could be had to ask with. */
  | 'unauthorized'
  /** The service that gives tokens has failed. */
  | 'tokenless'
  /** Somebody is there whose certificate nobody vouches for; nothing was sent. */
  | 'untrusted'
  /** Nobody is there: the request did not arrive. */
  | 'refused'
  | 'timeout'
  | 'broken'

/** No answer came: the reason, and whether the request may have reached the other side. */
export class NoAnswer extends Error {
  readonly kind: Kind

  constructor(kind: Kind, message: string) {
    super(message)
    this.name = 'NoAnswer'
    this.kind = kind
  }
}

export function tooLarge(most: number): NoAnswer {
  return new NoAnswer('broken', `the answer is larger than ${most / 1024 / 1024} MiB`)
}

const refused = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

/** What a failure of undici, of TLS or of the system means. */
export function noAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error
  const { code, message, name } = error as { code?: string | number; message?: string; name?: string }
  if (code === 'EGRESS_REFUSED') return new NoAnswer('forbidden', message ?? '')
  if (name === 'TimeoutError') return new NoAnswer('timeout', 'no whole answer in time')
  if (typeof code !== 'string') return new NoAnswer('broken', `the connection broke (${message ?? 'unknown'})`)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
    return new NoAnswer('untrusted', `the certificate is not trusted (${code})`)
  if (/^ERR_(SSL|TLS)|^EPROTO/.test(code)) return new NoAnswer('refused', `no secure connection (${code})`)
  if (refused.has(code)) return new NoAnswer('refused', `no connection (${code})`)
  if (timeouts.has(code)) return new NoAnswer('timeout', `no answer in time (${code})`)
  return new NoAnswer('broken', `the connection broke (${code})`)
}
