import type { FastifyInstance } from 'fastify'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { randomBytes, randomUUID } from 'node:crypto'
import type { ObjectMapping } from '@usher/engine'
import { z } from 'zod'
import { compileInbound, type InboundMapping } from '../../import/inbound-mapping.ts'
import { importPeople, type ImportEvent } from '../../import/import-people.ts'
import { contextOf } from '../../runner/open-job.ts'
import { Wrong } from '../../store/directory.ts'
import { importStore } from '../../store/import-rows.ts'
import { audit } from '../../store/audit.ts'
import { logImport, type ImportLine } from '../../store/log.ts'
import { GraphFault } from '../../graph/wire/fault.ts'
import { actorOf } from '../actor.ts'
import { callerOf } from '../caller.ts'
import { stream } from '../ndjson.ts'
import type { Context } from '../context.ts'

const path = z.string().refine(isAbsolute, 'must be an absolute path of this machine')
/** `complete`: whoever is not in the file is disabled. `allowRemovals`: however many are disabled by it. */
const body = z.object({
  file: path,
  mapping: path,
  complete: z.boolean().optional(),
  allowRemovals: z.boolean().optional(),
})

export function importRoutes(app: FastifyInstance, { house }: Context): void {
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
    if (complete && mapping.scope.length > 0)
      throw new Wrong(
        'invalid',
        'The mapping has a scoping filter, so the file does not say who is absent: leave --complete away.',
      )
    const actor = actorOf(request)
    return stream(reply, async (line) => {
      const importId = randomUUID()
      const lines: ImportLine[] = []
      const report = await importPeople({
        csv: createReadStream(file, { highWaterMark: 1024 * 1024 }),
        name: basename(file),
        mapping,
        store: importStore(house.store, {
          complete,
          managers: mapping.manager !== null,
          ...(allowRemovals && { limits: null }),
        }),
        context: { ...(await contextOf(house)), random: (count) => randomBytes(count) },
        progress: (progress) => line({ progress }),
        tell: (event) => {
          if (lines.length < mostLines) lines.push(lineOf(event))
        },
      })
      for (let start = 0; start < lines.length; start += 500)
        await logImport(house.store, importId, lines.slice(start, start + 500))
      const { rows, people, created, updated } = report
      await audit(house.store, {
        actor,
        activity: 'Import',
        object: basename(file),
        details: { rows, people, created, updated },
      })
      line({ report })
    })
  })
}

/** More events of one import than anybody reads line by line; the report counts them all. */
const mostLines = 100_000

async function readMapping(file: string): Promise<InboundMapping> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new Wrong('notFound', `The mapping ${file} cannot be read. Name an existing file with --mapping.`)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Wrong('invalid', `The mapping ${file} is not JSON. examples/contoso/hr-mapping.json shows the form.`)
  }
  const mapping = parsed as Partial<ObjectMapping> | null
  if (!Array.isArray(mapping?.attributeMappings)) {
    throw new Wrong(
      'invalid',
      `The mapping ${file} has no attributeMappings. examples/contoso/hr-mapping.json shows the form.`,
    )
  }
  return compileInbound(mapping as ObjectMapping)
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

function lineOf(event: ImportEvent): ImportLine {
  const base = { action: 'other' as const, objectId: '', displayName: '', advice: null }
  switch (event.kind) {
    case 'superseded':
      return {
        ...base,
        result: 'skipped',
        reason: 'supersededRow',
        displayName: event.key,
        sentence: `row ${event.row} is replaced by row ${event.byRow} of the same person`,
      }
    case 'skipped':
      return {
        ...base,
        result: 'warning',
        reason: 'skippedRow',
        sentence: `row ${event.row} (line ${event.line}) was left out: ${event.reason}`,
      }
    case 'problem':
      return {
        ...base,
        result: 'warning',
        reason: 'mappingProblem',
        displayName: event.key,
        sentence: `row ${event.row} (line ${event.line}): ${event.reason}`,
      }
    case 'held':
      return {
        ...base, result: 'skipped', reason: 'removalHeld', objectId: event.userId, displayName: event.name, sentence: event.reason,
        advice: 'Look at the file. To disable them all the same: usher import with --allow-removals.',
      } // prettier-ignore
    case 'refused':
      return { ...base, result: 'failure', reason: 'refused', displayName: event.key, sentence: event.reason }
    case 'managerUnknown':
      return {
        ...base, result: 'warning', reason: 'managerUnknown', objectId: event.userId, displayName: event.key,
        sentence: `the manager ${event.managerKey} is not in the directory`,
        advice: 'Import that person too; the manager is then settled by itself.',
      } // prettier-ignore
  }
}
