/** What PostgreSQL and the way to it say when it is not there: nobody listens, it ends, it starts, it has no room. */
const codes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  // PostgreSQL, Appendix A: class 08, 57P01 to 57P03, 53300.
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/**
 * The sentence for whoever waits when the database does not answer; null when the error is something else.
 *
 * Only for errors of the store: an application that is not there is told in words of its own.
 */
export function storeAway(error: unknown): string | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: string }
  // `pg` gives no code when the connection ends while a statement waits.
  if (!codes.has(code) && !/^Connection terminated|^timeout exceeded when trying to connect/.test(message ?? ''))
    return null
  const said = error instanceof AggregateError ? String(code) : (message ?? String(code))
  return `PostgreSQL does not answer (${said}). See that it runs and takes connections; Usher goes on by itself when it is back.`
}
