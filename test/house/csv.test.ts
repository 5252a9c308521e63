import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contoso, endAll, isOneSentence, mapping, minute, newFolder, usher, usherService } from './house.ts'
import { file } from './workers.ts'

const data = newFolder()
const files = newFolder()
const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
const lines = text.trimEnd().split(/\r?\n/)

beforeAll(async () => {
  await usherService(data)
}, minute)
afterAll(endAll)

function written(name: string, content: string | Uint8Array): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

const imported = (path: string) => usher(data, ['import', path, '--mapping', mapping])

type Variant = { readonly name: string; readonly content: string | Uint8Array; readonly says: string }
const variants: readonly Variant[] = [
  { name: 'plain.csv', content: text, says: 'UTF-8, separator ","' },
  { name: 'bom.csv', content: `\uFEFF${text}`, says: 'UTF-8, separator ","' },
  { name: 'utf16le.csv', content: Buffer.from(`\uFEFF${text}`, 'utf16le'), says: 'UTF-16LE, separator ","' },
  { name: 'utf16be.csv', content: Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), says: 'UTF-16BE, separator ","' },
  { name: 'semicolon.csv', content: text.replaceAll(',', ';'), says: 'UTF-8, separator ";"' },
  { name: 'crlf.csv', content: lines.join('\r\n'), says: 'UTF-8, separator ","' },
]

test(
  'each way to save the file is recognised, reported, and means the same people',
  { timeout: 2 * minute },
  async () => {
    let first = true
    for (const { name, content, says } of variants) {
      const { code, all } = await imported(written(name, content))
      expect(code, `${name}: ${all}`).toBe(0)
      expect(all, name).toContain(says)
      expect(all, name).toContain('1,000 rows, 624 people')
      expect(all, name).toContain(first ? '624 created, 0 updated, 0 unchanged' : '0 created, 0 updated, 624 unchanged')
      expect(all, name).toContain('376 rows replaced by a later row of the same person')
      first = false
    }
  },
)

test('people whom a second file leaves out are left alone and counted', { timeout: minute }, async () => {
  const kept = lines.filter((line, at) => at === 0 || !line.startsWith('1000,'))
  expect(kept.length).toBeLessThan(lines.length)
  const { all } = await imported(written('without-1000.csv', kept.join('\n')))
  expect(all).toContain('1 person of the directory not in the file: left alone')
  expect((await usher(data, ['user', 'show', '1000'])).all).toContain('enabled')
})

const [head = '', row = ''] = lines
const broken: readonly { readonly name: string; readonly content: string | Uint8Array; readonly says: RegExp }[] = [
  {
    name: 'a missing column',
    content: text.replace('Department', 'Departement'),
    says: /no column "Department".*"Departement".*line 1, column Department/,
  },
  {
    name: 'wrong quoting',
    content: `${head}\n${row}\n"${row}\n${row}\n`,
    says: /quotation mark.*line 3, column WorkerID/,
  },
  { name: 'a field too many', content: `${head}\n${row}\n${row},more\n`, says: /25 fields, the header has 24.*line 3/ },
  {
    name: 'bad encoding',
    content: Buffer.concat([Buffer.from(`${head}\n${row}\n1,Jos`), Buffer.from([0xe9]), Buffer.from(',x\n')]),
    says: /not valid UTF-8.*line 3, column 6/,
  },
  { name: 'an empty file', content: '', says: /^The file is empty\. \(line 1, column 1\)$/ },
  { name: 'a zip', content: Buffer.from('504b0304140000000800', 'hex'), says: /Excel workbook or a zip archive/ },
  { name: 'a picture', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), says: /./ },
]

test('a broken file is one sentence with line and column, and changes nothing', { timeout: 2 * minute }, async () => {
  const people = await usher(data, ['--json', 'user', 'list', '--limit', '1000'])
  for (const { name, content, says } of broken) {
    const { code, all } = await imported(written('broken.csv', content))
    expect(code, `${name}: ${all}`).not.toBe(0)
    expect(all.trimEnd(), name).toMatch(says)
    expect(isOneSentence(all), `${name}: ${all}`).toBe(true)
  }
  for (const path of [files, join(files, 'nowhere.csv')]) {
    const { code, all } = await imported(path)
    expect([code, isOneSentence(all)], all).toEqual([path === files ? 2 : 3, true])
  }
  const notJson = await usher(data, ['import', file, '--mapping', join(contoso, 'hr-1000.csv')])
  expect([notJson.code, isOneSentence(notJson.all)], notJson.all).toEqual([2, true])
  expect(await usher(data, ['--json', 'user', 'list', '--limit', '1000'])).toEqual(people)
})
