import { expect, test } from 'vitest'
import { inflateRawSync } from 'node:zlib'
import { type Packed, zip } from './zip.ts'

async function* parts(...texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield text
}

async function made(files: readonly Packed[]): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of zip(files)) all.push(part)
  return Buffer.concat(all)
}

/** As a reader does: from the end to the directory, and from there to each file. */
function opened(archive: Buffer): Readonly<Record<string, string>> {
  const locator = archive.length - 22 - 20
  expect(archive.readUInt32LE(locator)).toBe(0x07064b50)
  const end = Number(archive.readBigUInt64LE(locator + 8))
  const files: Record<string, string> = {}
  let at = Number(archive.readBigUInt64LE(end + 48))
  for (let left = Number(archive.readBigUInt64LE(end + 24)); left > 0; left -= 1) {
    const length = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + length)
    const [size, packed, offset] = [4, 12, 20].map((more) => Number(archive.readBigUInt64LE(at + 46 + length + more)))
    const begin =
      (offset ?? 0) + 30 + archive.readUInt16LE((offset ?? 0) + 26) + archive.readUInt16LE((offset ?? 0) + 28)
    const text = inflateRawSync(archive.subarray(begin, begin + (packed ?? 0)))
    expect(text.length).toBe(size)
    files[name] = text.toString()
    at += 46 + length + archive.readUInt16LE(at + 30)
  }
  return files
}

test('files come out as they went in, in pieces, long and empty', async () => {
  const long = 'Zoë\r\n'.repeat(50_000)
  const archive = await made([
    { name: 'a.csv', parts: parts('one', ',two') },
    { name: 'naïve.csv', parts: parts(long, long) },
    { name: 'none.csv', parts: parts() },
  ])
  expect(opened(archive)).toEqual({ 'a.csv': 'one,two', 'naïve.csv': long + long, 'none.csv': '' })
  expect(archive.length).toBeLessThan(long.length / 10)
})
