import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { listen } from './listen.ts'

/** Anything that listens, as the HTTP server does. */
function app() {
  const server = createServer()
  return {
    async listen({ host, port }: { host: string; port: number }): Promise<string> {
      server.listen(port, host)
      await once(server, 'listening')
      return `http://${host}:${(server.address() as AddressInfo).port}`
    },
    close: () => server.close(),
  }
}

test('port 0 takes a free one and says which', async () => {
  const one = app()
  expect(await listen(one, { host: '127.0.0.1', port: 0 })).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
  one.close()
})

test('a taken port is one sentence that names the option', async () => {
  const first = app()
  const port = Number(new URL(await listen(first, { host: '127.0.0.1', port: 0 })).port)
  await expect(listen(app(), { host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} is taken. Choose another with --port.`,
  )
  await expect(listen(app(), { host: '127.0.0.1', port, option: '--usher-port' })).rejects.toThrow('with --usher-port.')
  first.close()
})
