import type { Server } from 'node:http'
import { Refusal } from './run.ts'

type Listener = { listen(options: { host: string; port: number }): Promise<string> }
type Listening = { readonly server: Server; close(): Promise<unknown> }

const grace = 500

/** Starts to listen and answers with the URL. Throws a `Refusal` when the port is taken or not allowed. */
export async function listen(app: Listener, at: { host: string; port: number; option?: string }): Promise<string> {
  try {
    return await app.listen({ host: at.host, port: at.port })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const option = at.option ?? '--port'
    if (code === 'EADDRINUSE') throw new Refusal(`Port ${at.port} is taken. Choose another with ${option}.`)
    if (code === 'EACCES') throw new Refusal(`Port ${at.port} needs more rights. Choose another with ${option}.`)
    throw error
  }
}

/**
 * Stops listening; what is under way has half a second to be answered.
 *
 * Then connections are broken off: a browser holds one open beforehand, without a request, for as long as it likes.
 */
export async function closeServer(app: Listening): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), grace)
  try {
    await app.close()
  } finally {
    clearTimeout(late)
  }
}
