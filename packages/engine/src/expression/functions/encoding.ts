import { fromAscii, fromBase64, fromHex, fromUtf16, fromUtf8, toBase64, toHex, toUtf16, toUtf8 } from '../bytes.ts'
import { EvaluationFailure } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

const source = { name: 'source', kind: 'text' } as const

export const encodingFunctions: Readonly<Record<string, FunctionRow>> = {
  BitAnd: row({
    syntax: 'BitAnd(value1, value2)',
    summary: 'The bits that are set in both whole numbers, written in decimal or, after &H, in hexadecimal digits.',
    takes: [
      { name: 'value1', kind: 'whole' },
      { name: 'value2', kind: 'whole' },
    ],
    gives: 'integer',
    examples: [
      ['BitAnd(&HF, &HF7)', '7'],
      ['BitAnd("514", 2)', '2'],
    ],
    run: ([one, other]) => String(one & other),
  }),

  ConvertFromBase64: row({
    syntax: 'ConvertFromBase64(source, encoding?)',
    summary: 'The text of base64. encoding is Unicode (UTF-16, when nothing is said), UTF8 or ASCII.',
    knownFrom: 'Cloud Sync reference',
    takes: [source, { name: 'encoding', kind: 'word', optional: true }],
    gives: 'text',
    examples: [
      ['ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', 'Hello world!'],
      ['ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', 'Hello world!'],
    ],
    run: ([text, encoding = 'Unicode']) => {
      const decode = Object.hasOwn(encodings, encoding) ? encodings[encoding] : undefined
      if (decode === undefined) throw new EvaluationFailure('encoding is Unicode, UTF8 or ASCII')
      const bytes = fromBase64(text)
      if (bytes === null) throw new EvaluationFailure('source is not base64')
      return decode(bytes)
    },
  }),

  ConvertToBase64: row({
    syntax: 'ConvertToBase64(source)',
    summary: 'The text in base64, of its UTF-16 bytes.',
    takes: [source],
    gives: 'text',
    examples: [['ConvertToBase64("Hello world!")', 'SABlAGwAbABvACAAdwBvAHIAbABkACEA']],
    run: ([text]) => toBase64(toUtf16(text)),
  }),

  ConvertToUTF8Hex: row({
    syntax: 'ConvertToUTF8Hex(source)',
    summary: 'The UTF-8 bytes of the text in hexadecimal digits.',
    takes: [source],
    gives: 'text',
    examples: [['ConvertToUTF8Hex("Hello world!")', '48656C6C6F20776F726C6421']],
    run: ([text]) => toHex(toUtf8(text)).toUpperCase(),
  }),

  StringFromSid: row({
    syntax: 'StringFromSid(bin)',
    summary: 'The text of a security identifier that is given as bytes, in base64 or hexadecimal digits.',
    knownFrom: 'Cloud Sync reference',
    takes: [{ name: 'bin', kind: 'text' }],
    gives: 'text',
    examples: [
      ['StringFromSid("AQUAAAAAAAUVAAAAoGXPfnhLm1/nfIdwr/0DAA==")', 'S-1-5-21-2127521184-1604012920-1887927527-261551'],
    ],
    run: ([bin]) => {
      // A security identifier begins with the byte 01, which base64 writes as A.
      const bytes = bin.startsWith('01') ? fromHex(bin) : fromBase64(bin)
      const text = bytes && sidOf(bytes)
      if (text === null) throw new EvaluationFailure('bin is not a security identifier in base64 or hexadecimal digits')
      return text
    },
  }),
}

const encodings: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  Unicode: fromUtf16,
  UTF8: fromUtf8,
  ASCII: fromAscii,
}

/** Revision, how many parts follow, the authority in six bytes, and the parts in four each, the least byte first. */
function sidOf(bytes: Uint8Array): string | null {
  const [revision, count = 0] = bytes
  if (revision !== 1 || count > 15 || bytes.length !== 8 + count * 4) return null
  const view = new DataView(bytes.buffer)
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4)
  const parts = Array.from({ length: count }, (_, i) => view.getUint32(8 + i * 4, true))
  return ['S', revision, authority, ...parts].join('-')
}
