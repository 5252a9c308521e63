import { CsvProblem } from './problem.ts'

export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE'
export type Separator = ',' | ';' | '\t'

/** `skip`: the bytes of the byte order mark. */
export type RecognisedEncoding = { readonly encoding: Encoding; readonly bom: boolean; readonly skip: number }

const start = { line: 1, column: 1 }

// What people send instead of a CSV file, by its first bytes.
const binaries: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook or a zip archive; save the sheet as "CSV UTF-8" and import that'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook (.xls); save the sheet as "CSV UTF-8" and import that'],
  [[0x1f, 0x8b], 'a gzip archive; unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32 text; save it as UTF-8'],
]

/** Says how a file is encoded, from its first bytes: by its byte order mark, else by where its zeros are. */
export function recogniseEncoding(head: Uint8Array): RecognisedEncoding {
  if (head.length === 0) throw new CsvProblem('The file is empty.', start)
  const binary = binaries.find(([bytes]) => begins(head, bytes))
  if (binary !== undefined) throw new CsvProblem(`This is not a CSV file but ${binary[1]}.`, start)
  if (begins(head, [0xef, 0xbb, 0xbf])) return { encoding: 'UTF-8', bom: true, skip: 3 }
  if (begins(head, [0xff, 0xfe])) return { encoding: 'UTF-16LE', bom: true, skip: 2 }
  if (begins(head, [0xfe, 0xff])) return { encoding: 'UTF-16BE', bom: true, skip: 2 }
  return { encoding: byZeros(head), bom: false, skip: 0 }
}

function begins(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte)
}

// In UTF-16 the letters, separators and line ends of a header have a zero as their other byte.
function byZeros(head: Uint8Array): Encoding {
  const looked = head.subarray(0, 2_000)
  const pairs = Math.floor(looked.length / 2)
  let even = 0
  let odd = 0
  looked.forEach((byte, i) => {
    if (byte !== 0) return
    if (i % 2 === 0) even++
    else odd++
  })
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'UTF-16LE'
  if (even > pairs * 0.4 && odd < pairs * 0.1) return 'UTF-16BE'
  return 'UTF-8'
}

export type RecognisedHeader = { readonly separator: Separator; readonly recordDelimiter: readonly string[] }

/** The separator that stands most often in the first line, outside quotation marks, and how that line ends. */
export function recogniseHeader(text: string): RecognisedHeader {
  const counts: Record<Separator, number> = { ',': 0, ';': 0, '\t': 0 }
  let quoted = false
  let recordDelimiter = ['\r\n', '\n']
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') quoted = !quoted
    if (quoted) continue
    if (character === ',' || character === ';' || character === '\t') counts[character]++
    if (character === '\r' && i + 1 < text.length && text[i + 1] !== '\n') recordDelimiter = ['\r']
    if (character === '\n' || character === '\r') break
  }
  const separators: readonly Separator[] = [',', ';', '\t']
  const separator = separators.reduce((best, candidate) => (counts[candidate] > counts[best] ? candidate : best))
  return { separator, recordDelimiter }
}
