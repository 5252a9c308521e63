import { once } from 'node:events'
import { createServer } from 'node:net'
import { Refusal } from '@usher/host'

/** Throws a `Refusal` that names the option when somebody listens on the port, or nobody may. */
export async function refuseTaken(port: number, option: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new Refusal(`Port ${port} is taken. Choose another with ${option}.`)
    if (code === 'EACCES') throw new Refusal(`Port ${port} needs more rights. Choose another with ${option}.`)
    throw error
  }
  server.close()
  await once(server, 'close')
}
