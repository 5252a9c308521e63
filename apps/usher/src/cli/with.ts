import type { Client } from './client.ts'
import type { Out } from './print.ts'

/** Runs one command with a client of the service, and closes it afterwards. */
export type With = (work: (client: Client, out: Out) => Promise<void>) => Promise<void>
