import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What every foreign server takes as a token. */
export const token = 'a-token-of-tests'

export type ForeignServer = { readonly tenantUrl: URL; close(): Promise<void> }

/** Serves on a free port of this machine. */
export async function serving(listener: RequestListener, path: string): Promise<ForeignServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    tenantUrl: new URL(`http://127.0.0.1:${port}${path}`),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
