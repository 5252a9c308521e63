import { isUtf8 } from 'node:buffer'
import { CsvProblem } from './problem.ts'
import type { RecognisedEncoding } from './recognise.ts'

// What is decoded at once, so that a file that comes in one piece does not lie in memory twice.
const largest = 256 * 1024

/**
 * Decodes a file piece by piece.
 *
 * Bytes that are not valid in this encoding, and NUL characters, end it with the line and the character where they are.
 */
export async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, bom, skip }: RecognisedEncoding,
): AsyncGenerator<string, void, undefined> {
  const { whole, text, fault } = encoding === 'UTF-8' ? utf8 : utf16(encoding)
  const hint = bom || encoding !== 'UTF-8' ? '' : ' The file was probably saved as "CSV"; save it as "CSV UTF-8".'
  let position = { line: 1, column: 1 }
  let left: Uint8Array = new Uint8Array()
  let unread = skip

  const decoded = (piece: Uint8Array): string => {
    const at = fault(piece)
    const good = text(at === -1 ? piece : piece.subarray(0, at))
    const nul = good.indexOf('\0')
    if (nul >= 0) {
      throw new CsvProblem(
        'There is a NUL character in the file, so it is not text.',
        advance(position, good.slice(0, nul)),
      )
    }
    position = advance(position, good)
    if (at !== -1) throw new CsvProblem(`The bytes here are not valid ${encoding}.${hint}`, position)
    return good
  }

  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; from += largest) {
      const piece = joined(left, chunk.subarray(from, from + largest))
      const begin = Math.min(unread, piece.length)
      unread -= begin
      const end = whole(piece, begin)
      left = piece.slice(end)
      if (end > begin) yield decoded(piece.subarray(begin, end))
    }
  }
  if (left.length > 0) yield decoded(left)
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.length === 0 ? right : Buffer.concat([left, right])
}

function advance(from: { line: number; column: number }, text: string): { line: number; column: number } {
  let lines = 0
  let last = -1
  // An old Macintosh file has carriage returns only.
  const end = text.includes('\n') ? '\n' : '\r'
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) {
    lines++
    last = at
  }
  if (lines === 0) return { line: from.line, column: from.column + text.length }
  return { line: from.line + lines, column: text.length - last }
}

type Decoder = {
  /** The end of the last whole character. */
  readonly whole: (piece: Uint8Array, begin: number) => number
  /** The offset of the first byte that is not valid, or -1. */
  readonly fault: (piece: Uint8Array) => number
  readonly text: (piece: Uint8Array) => string
}

const utf8: Decoder = {
  whole: (piece, begin) => {
    for (let i = piece.length - 1; i >= Math.max(begin, piece.length - 3); i--) {
      const byte = piece[i] ?? 0
      if (byte >= 0xc0) return i + lengthOf(byte) > piece.length ? i : piece.length
      if (byte < 0x80) return piece.length
    }
    return piece.length
  },
  fault: (piece) => {
    if (isUtf8(piece)) return -1
    let i = 0
    while (i < piece.length) {
      const length = lengthOf(piece[i] ?? 0)
      if (!isUtf8(piece.subarray(i, i + length))) return i
      i += length
    }
    return -1
  },
  text: (piece) => view(piece).toString('utf8'),
}

function lengthOf(lead: number): number {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

function utf16(encoding: 'UTF-16LE' | 'UTF-16BE'): Decoder {
  const little = encoding === 'UTF-16LE'
  const unit = (piece: Uint8Array, at: number): number =>
    ((piece[little ? at + 1 : at] ?? 0) << 8) | (piece[little ? at : at + 1] ?? 0)
  const high = (value: number): boolean => value >= 0xd800 && value < 0xdc00
  const text = (piece: Uint8Array): string => {
    const even = piece.subarray(0, piece.length - (piece.length % 2))
    return little ? view(even).toString('utf16le') : Buffer.from(even).swap16().toString('utf16le')
  }
  return {
    text,
    whole: (piece, begin) => {
      const end = piece.length - ((piece.length - begin) % 2)
      return end - begin >= 2 && high(unit(piece, end - 2)) ? end - 2 : end
    },
    fault: (piece) => {
      const decoded = text(piece)
      if (decoded.isWellFormed()) return piece.length % 2 === 0 ? -1 : piece.length - 1
      let at = 0
      for (const character of decoded) {
        if (!character.isWellFormed()) return at * 2
        at += character.length
      }
      return -1
    },
  }
}

function view(piece: Uint8Array): Buffer {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
}
