/** One door to the two programs: JSON there and back, and a sentence when it goes wrong. */

/** What the other side said about a request it refused. `message` is a sentence to print. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refused'
    this.status = status
  }
}

export type Headers = Readonly<Record<string, string>>
export type Call = {
  readonly url: string
  readonly method?: string
  readonly headers?: Headers
  readonly body?: unknown
}

/** Sends JSON and reads JSON. Throws `Refused` for an answer that is not 2xx. */
export async function json<Answer>(
  call: Call,
): Promise<{ readonly answer: Answer; readonly headers: globalThis.Headers }> {
  const response = await send(call)
  const text = await response.text()
  return { answer: (text === '' ? null : JSON.parse(text)) as Answer, headers: response.headers }
}

/** Sends JSON and reads an answer of one JSON value per line, as the lines come. */
export async function* lines<Line>(call: Call): AsyncIterable<Line> {
  const response = await send(call)
  if (response.body === null) return
  let rest = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const complete = `${rest}${piece}`.split('\n')
    rest = complete.pop() ?? ''
    for (const line of complete) if (line.trim() !== '') yield JSON.parse(line) as Line
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as Line
}

async function send({ url, method = 'GET', headers = {}, body }: Call): Promise<Response> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      connection: 'close', // one that stays open would keep the other side from ending
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok)
    throw new Refused(response.status, sentence(await response.text(), `${method} ${url}`, response.status))
  return response
}

function sentence(text: string, what: string, status: number): string {
  try {
    const { error, detail, message } = JSON.parse(text) as {
      error?: { message?: string }
      detail?: string
      message?: string
    }
    return error?.message ?? detail ?? message ?? `${what} was answered with ${status}.`
  } catch {
    return `${what} was answered with ${status}.`
  }
}
