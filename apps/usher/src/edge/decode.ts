/** Bodies in another coding than they were asked for in (RFC 9110 §8.4): some applications compress whatever is asked. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { NoAnswer, tooLarge } from './no-answer.ts'

type Decode = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const codings: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** How to decode a body of this `content-encoding`; null for one that is as it is. */
export function decoderOf(coding: string | undefined): Decode | null {
  return codings[coding?.trim().toLowerCase() ?? ''] ?? null
}

/** The body as text, at most so many bytes. Throws `NoAnswer`. */
export async function decoded(decode: Decode, body: Buffer, most: number): Promise<string> {
  try {
    return (await decode(body, { maxOutputLength: most })).toString('utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most)
    throw new NoAnswer('broken', 'the answer is not compressed as its Content-Encoding says')
  }
}
