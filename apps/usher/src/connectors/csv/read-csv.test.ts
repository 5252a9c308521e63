import { describe, expect, test } from 'vitest'
import { CsvProblem } from './problem.ts'
import { readCsv } from './read-csv.ts'
import type { CsvRow, Recognised } from './read-csv.ts'

/** The file in pieces of this size, so that characters and rows are cut anywhere. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield await Promise.resolve(bytes.subarray(from, from + size))
}

async function read(
  file: string | Uint8Array,
  { required = [] as readonly string[], size = 7, batch = 2 } = {},
): Promise<{ recognised: Recognised; rows: readonly CsvRow[] }> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const { recognised, batches } = await readCsv(pieces(bytes, size), { required, batch })
  const rows: CsvRow[] = []
  for await (const some of batches) rows.push(...some)
  return { recognised, rows }
}

async function problem(file: string | Uint8Array, required: readonly string[] = []): Promise<CsvProblem> {
  const found = await read(file, { required }).then(
    () => new Error('The file was read without complaint.'),
    (fault: unknown) => fault,
  )
  if (found instanceof CsvProblem) return found
  throw found
}

function utf16(text: string, { big = false, bom = true } = {}): Uint8Array {
  const bytes = Buffer.from((bom ? '\ufeff' : '') + text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

const text = 'WorkerID,Name\r\n1,Zoë 😀\r\n2,"Silva, ""Ana"""\r\n'
const people = [
  { WorkerID: '1', Name: 'Zoë 😀' },
  { WorkerID: '2', Name: 'Silva, "Ana"' },
]

describe('how a file is encoded is recognised and told', () => {
  test.each([
    ['UTF-8', false, Buffer.from(text)],
    ['UTF-8', true, Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE', true, utf16(text)],
    ['UTF-16BE', true, utf16(text, { big: true })],
    ['UTF-16LE', false, utf16(text, { bom: false })],
    ['UTF-16BE', false, utf16(text, { big: true, bom: false })],
  ] as const)('%s, byte order mark %s', async (encoding, bom, bytes) => {
    for (const size of [1, 2, 3, 5, 1_000]) {
      const { recognised, rows } = await read(bytes, { size })
      expect(recognised).toEqual({ encoding, bom, separator: ',', columns: ['WorkerID', 'Name'] })
      expect(rows.map(({ record }) => record)).toEqual(people)
    }
  })
})

describe('the separator is taken from the header', () => {
  test.each([
    [';', 'a;"b,c,d,e";f\n1;2;3\n', ['a', 'b,c,d,e', 'f']],
    ['\t', 'a\tb,c\td\n1\t2\t3\n', ['a', 'b,c', 'd']],
    [',', 'a\n1\n', ['a']],
  ])('%j', async (separator, file, columns) => {
    expect((await read(file)).recognised).toMatchObject({ separator, columns })
  })
})

test.each(['\n', '\r\n', '\r'])('rows may end with %j, and lines are counted in all cases', async (end) => {
  const { rows } = await read(['a,b', '1,2', '3,4', ''].join(end))
  expect(rows).toEqual([
    { line: 2, row: 1, record: { a: '1', b: '2' } },
    { line: 3, row: 2, record: { a: '3', b: '4' } },
  ])
})

test('a row knows its line, also after values of several lines and empty lines', async () => {
  const { rows } = await read('a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n3,"last"')
  expect(rows.map(({ line, row, record }) => [line, row, record['b']])).toEqual([
    [2, 1, 'x\r\ny'],
    [5, 2, 'z'],
    [6, 3, 'last'],
  ])
})

test('rows come in batches', async () => {
  const sizes: number[] = []
  const { batches } = await readCsv(pieces(Buffer.from('a\n1\n2\n3\n'), 3), { required: ['a'], batch: 2 })
  for await (const batch of batches) sizes.push(batch.length)
  expect(sizes).toEqual([2, 1])
})

test('a header alone is a file without rows', async () => {
  expect((await read('a,b\n')).rows).toEqual([])
})

describe('one clear sentence with line and column', () => {
  test.each([
    ['an empty file', '', 'The file is empty. (line 1, column 1)'],
    ['a file with nothing but a byte order mark', '\ufeff', 'The file is empty. (line 1, column 1)'],
    ['empty lines', '\n\r\n', 'The file is empty. (line 1, column 1)'],
    [
      'a missing column',
      'Worker ID,City\n1,2\n',
      'The file has no column "WorkerID". The nearest is "Worker ID". (line 1, column WorkerID)',
    ],
    [
      'a separator that is none',
      'WorkerID|City\n1|2\n',
      'The file has no column "WorkerID". Missing too: City. The header has one column only; separate columns by comma, semicolon or tab. (line 1, column WorkerID)',
    ],
    [
      'a repeated column',
      'WorkerID,City,WorkerID\n1,2,3\n',
      'The column "WorkerID" occurs more than once, as number 1 and 3. (line 1, column WorkerID)',
    ],
    ['too few fields', 'WorkerID,City\n1,2\n3\n', 'This row has 1 field, the header has 2. (line 3, column City)'],
    [
      'too many fields',
      'WorkerID,City\n1,2,3\n',
      'This row has 3 fields, the header has 2. A value that holds the separator must stand in quotation marks. (line 2, column City)',
    ],
    [
      'a quotation mark inside a value',
      'WorkerID,City\n1,x"y\n',
      'A quotation mark stands inside a value; put the whole value in quotation marks and write "". (line 2, column City)',
    ],
    [
      'text after a closing quotation mark',
      'WorkerID,City\n1,2\n"x"y,2\n',
      'After a closing quotation mark comes a separator; inside a value write two: "". (line 3, column WorkerID)',
    ],
    [
      'a quotation mark that is never closed',
      'WorkerID,City\n1,2\n3,"x\n4,5\n6,7\n',
      'A quotation mark that opens in this row is never closed. (line 3, column City)',
    ],
    [
      'a NUL character',
      'WorkerID,City\n1,a\0b\n',
      'There is a NUL character in the file, so it is not text. (line 2, column 4)',
    ],
    [
      'bytes of another encoding',
      Buffer.concat([Buffer.from('WorkerID,City\n1,2\n2,Zo'), Buffer.from([0xeb, 0x0a])]),
      'The bytes here are not valid UTF-8. The file was probably saved as "CSV"; save it as "CSV UTF-8". (line 3, column 5)',
    ],
    [
      'a character cut off at the end',
      Buffer.concat([Buffer.from('WorkerID,City\n1,Zo'), Buffer.from([0xc3])]),
      'The bytes here are not valid UTF-8. The file was probably saved as "CSV"; save it as "CSV UTF-8". (line 2, column 5)',
    ],
    [
      'half a character of UTF-16',
      Buffer.concat([utf16('WorkerID,City\n1,2\n'), Buffer.from([0x31])]),
      'The bytes here are not valid UTF-16LE. (line 3, column 1)',
    ],
    [
      'a lone surrogate',
      utf16('WorkerID,City\n1,\ud83dx\n'),
      'The bytes here are not valid UTF-16LE. (line 2, column 3)',
    ],
    [
      'an Excel workbook',
      Buffer.from('PK\u0003\u0004xl/workbook.xml'),
      'This is not a CSV file but an Excel workbook or a zip archive; save the sheet as "CSV UTF-8" and import that. (line 1, column 1)',
    ],
  ])('%s', async (_, file, message) => {
    const found = await problem(file, ['WorkerID', 'City'])
    expect(found.message).toBe(message)
    expect(message).toContain(`(line ${found.line}, column ${found.column})`)
  })

  test('a row without end is told before it fills the memory', async () => {
    const bytes = Buffer.from(`a,b\n1,"x\n${'3,4\n'.repeat(400_000)}`)
    expect((await problem(bytes)).message).toContain('This row does not end')
  })
})

describe('the file is let go', () => {
  async function* endless(closed: () => void): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('a,b\n')
      for (;;) yield await Promise.resolve(Buffer.from('1,2\n'.repeat(10_000)))
    } finally {
      closed()
    }
  }

  test('when the reader stops early', async () => {
    let closed = false
    const { batches } = await readCsv(
      endless(() => (closed = true)),
      { required: ['a'] },
    )
    for await (const batch of batches) {
      expect(batch.length).toBe(1_000)
      break
    }
    await expect.poll(() => closed).toBe(true)
  })

  test('when the header is refused', async () => {
    let closed = false
    const reading = readCsv(
      endless(() => (closed = true)),
      { required: ['c'] },
    )
    await expect(reading).rejects.toThrow('The file has no column "c".')
    expect(closed).toBe(true)
  })
})
