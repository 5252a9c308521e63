/** microsoft-graph-client with a token, over http: its own handler would take the token away (graph-api.md 12.1). */
import {
  Client,
  HTTPMessageHandler,
  RetryHandler,
  RetryHandlerOptions,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client'

export function clientOf(baseUrl: string, token: string): Client {
  return Client.initWithMiddleware({
    baseUrl,
    middleware: [new Authorization(token), new RetryHandler(new RetryHandlerOptions()), new HTTPMessageHandler()],
  })
}

class Authorization implements Middleware {
  readonly #token: string
  #next: Middleware | undefined

  constructor(token: string) {
    this.#token = token
  }

  setNext(next: Middleware): void {
    this.#next = next
  }

  async execute(context: Context): Promise<void> {
    const headers = {
      ...(context.options?.headers as Record<string, string> | undefined),
      Authorization: `Bearer ${this.#token}`,
    }
    context.options = { ...context.options, headers }
    await this.#next?.execute(context)
  }
}
