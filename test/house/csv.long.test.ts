import { createWriteStream, readFileSync, statSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { endAll, mapping, minute, newFolder, residentMemory, usher, usherService } from './house.ts'
import { file } from './workers.ts'

afterAll(endAll)

const megabytes = Number(process.env['CSV_MB'] ?? 200)
/** Each worker comes again and again, as in a log of changes: the file is large, the directory is not. */
const workers = 20_000

test(`a file of ${megabytes} MB imports in flat memory`, { timeout: 30 * minute }, async () => {
  const folder = newFolder()
  const large = join(folder, 'large.csv')
  const rows = await writeLarge(large)
  const data = join(folder, 'data')
  const service = await usherService(data)
  const small = await usher(data, ['import', file, '--mapping', mapping])
  expect(small.code, small.all).toBe(0)

  const before = residentMemory(service.pid)
  let most = before
  const watch = setInterval(() => (most = Math.max(most, residentMemory(service.pid))), 200)
  const began = Date.now()
  const { code, all } = await usher(data, ['import', large, '--mapping', mapping])
  clearInterval(watch)
  expect(code, all).toBe(0)
  expect(all).toContain(`${rows.toLocaleString('en-US')} rows, ${workers.toLocaleString('en-US')} people`)
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  const size = (statSync(large).size / 1e6).toFixed(0)
  process.stdout.write(
    `${size} MB, ${rows} rows in ${seconds} s; Usher ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most\n`,
  )
  // What it needs more does not depend on the size: 60, 200 and 400 MB each took about 210 MB (CSV_MB tries others).
  expect(most - before).toBeLessThan(350)
})

async function writeLarge(name: string): Promise<number> {
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/)
  const out = createWriteStream(name)
  out.write(`${head}\n`)
  let rows = 0
  for (let bytes = 0; bytes < megabytes * 1e6;) {
    const block = lines.map((line, at) => {
      const fields = line.split(',')
      const id = 100_000 + ((rows + at) % workers)
      return [id, fields[1], fields[2], `EMP${id}`, ...fields.slice(4)].join(',')
    })
    rows += block.length
    const text = `${block.join('\n')}\n`
    bytes += text.length
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return rows
}
