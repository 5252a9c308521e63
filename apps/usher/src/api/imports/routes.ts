import type { FastifyInstance } from 'fastify'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { z } from 'zod'
import type { InboundMapping } from '../../import/inbound-mapping.ts'
import { Wrong } from '../../store/directory.ts'
import { GraphFault } from '../../graph/wire/fault.ts'
import { actorOf } from '../actor.ts'
import { callerOf } from '../caller.ts'
import { stream } from '../ndjson.ts'
import type { Context } from '../context.ts'
import { mappingFrom } from './mapping-text.ts'
import { checkComplete, runImport } from './run-import.ts'

const path = z.string().refine(isAbsolute, 'must be an absolute path of this machine')
/** `complete`: whoever is not in the file is disabled. `allowRemovals`: however many are disabled by it. */
const body = z.object({
  file: path,
  mapping: path,
  complete: z.boolean().optional(),
  allowRemovals: z.boolean().optional(),
})

export function importRoutes(app: FastifyInstance, context: Context): void {
  app.post('/usher/imports', async (request, reply) => {
    // Whoever may name files could read what the service can: its keys, and what other programs keep.
    if (callerOf(request)?.appId !== null)
      throw new GraphFault(
        'denied',
        'An import reads files of the machine that the service runs on, so it is made there: usher import, not signed in. From elsewhere people come by bulkUpload.',
      )
    const { file, mapping: mappingFile, complete = false, allowRemovals = false } = body.parse(request.body)
    const mapping = await readMapping(mappingFile)
    await readable(file)
    checkComplete({ mapping, complete })
    const actor = actorOf(request)
    const csv = createReadStream(file, { highWaterMark: 1024 * 1024 })
    const importing = { csv, name: basename(file), mapping, complete, allowRemovals, preview: false, actor }
    return stream(reply, (line) => runImport(context, importing, line))
  })
}

async function readMapping(file: string): Promise<InboundMapping> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new Wrong('notFound', `The mapping ${file} cannot be read. Name an existing file with --mapping.`)
  }
  return mappingFrom(text, `The mapping ${file}`)
}

async function readable(file: string): Promise<void> {
  try {
    const handle = await open(file, 'r')
    const isFile = (await handle.stat()).isFile()
    await handle.close()
    if (isFile) return
  } catch {
    throw new Wrong('notFound', `The file ${file} cannot be read. Check the name and your rights.`)
  }
  throw new Wrong('invalid', `${file} is not a file.`)
}
