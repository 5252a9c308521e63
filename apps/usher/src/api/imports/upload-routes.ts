/** Files of people that come from a browser: looked at, tried, imported. */
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readCsv } from '../../connectors/csv/read-csv.ts'
import { importable, suggestedFor } from '../../import/expressions.ts'
import { Wrong } from '../../store/directory.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { stream } from '../ndjson.ts'
import { mappingFrom } from './mapping-text.ts'
import { checkComplete, runImport } from './run-import.ts'

/** A million people with all their attributes, and room for three more. */
const mostBytes = 1024 ** 3
const mostOfMapping = 512 * 1024
/** Rows that somebody is shown who says what the columns are. */
const shownRows = 5
/** The beginning of a file, which is enough to see its columns. */
const headBytes = 64 * 1024

export function uploadRoutes(app: FastifyInstance, context: Context): void {
  // The parser of these bodies is known to these routes alone.
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: mostBytes, fieldSize: mostOfMapping, files: 1, fields: 5 } })

    scope.post('/usher/imports/columns', async (request) => {
      const { file } = await partsOf(request)
      const head = await headOf(file)
      const { recognised, batches } = await readCsv(Readable.from([head]), { required: [], batch: 1 })
      const { encoding, separator, columns } = recognised
      return {
        encoding,
        separator,
        columns,
        rows: await firstOf(batches),
        attributes: importable,
        suggested: suggestedFor(columns),
      }
    })

    scope.post('/usher/imports/files', async (request, reply) => {
      const { file, fields } = await partsOf(request)
      const mapping = mappingFrom(fields['mapping'] ?? '', 'The mapping')
      const [complete, allowRemovals, preview] = ['complete', 'allowRemovals', 'preview'].map(
        (name) => fields[name] === 'true',
      )
      const options = { complete: complete === true, allowRemovals: allowRemovals === true, preview: preview === true }
      checkComplete({ mapping, ...options })
      const folder = await mkdtemp(join(tmpdir(), 'usher-import-'))
      const forget = () => rm(folder, { recursive: true, force: true })
      const kept = join(folder, 'people.csv')
      try {
        await pipeline(file.file, createWriteStream(kept, { mode: 0o600 }))
      } catch (error) {
        await forget()
        throw error
      }
      if (file.file.truncated) {
        await forget()
        throw new Wrong(
          'invalid',
          `The file is larger than ${mostBytes / 1024 ** 3} GiB. Import it on the machine: usher import.`,
        )
      }
      const csv = createReadStream(kept, { highWaterMark: 1024 * 1024 })
      const importing = { csv, name: file.filename, mapping, ...options, actor: actorOf(request) }
      return stream(reply, async (line) => {
        try {
          await runImport(context, importing, line)
        } finally {
          await forget()
        }
      })
    })
  })
}

type Parts = { readonly file: MultipartFile; readonly fields: Readonly<Record<string, string>> }

/** The fields that come before the file. */
async function partsOf(request: FastifyRequest): Promise<Parts> {
  if (!request.isMultipart())
    throw new Wrong('invalid', 'Send multipart/form-data: what to do with the file, and then the file.')
  const fields: Record<string, string> = {}
  for await (const part of request.parts()) {
    if (part.type === 'file') return { file: part, fields }
    fields[part.fieldname] = String(part.value)
  }
  throw new Wrong('invalid', 'There is no file. Send it as the last part of the form.')
}

async function headOf({ file }: MultipartFile): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of file) {
    if (size < headBytes) pieces.push(piece as Buffer)
    size += (piece as Buffer).length
  }
  return Buffer.concat(pieces)
}

/** As many as are whole: the beginning of a file may end in the middle of a row. */
async function firstOf(
  batches: AsyncIterable<readonly { readonly record: Readonly<Record<string, string>> }[]>,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const found: Readonly<Record<string, string>>[] = []
  try {
    for await (const batch of batches) {
      found.push(...batch.map(({ record }) => record))
      if (found.length >= shownRows) break
    }
  } catch {
    // What is wrong with a row is said when the file is read as a whole.
  }
  return found.slice(0, shownRows)
}
