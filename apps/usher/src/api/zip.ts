/** Files as one archive that is made while they are read (PKWARE APPNOTE 6.3.10): sizes stand behind each, in 64 bits, since nobody knows them before. */
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

export type Packed = { readonly name: string; readonly parts: AsyncIterable<string> }
type Entry = {
  readonly name: Buffer
  readonly offset: number
  readonly crc: number
  readonly size: number
  readonly packed: number
}

const version = 45 // with sizes of 64 bits
const flags = 0x0808 // sizes follow; names are UTF-8
const deflated = 8
const unknown32 = 0xff_ff_ff_ff
/** 1980-01-01, the first day that the format knows: the same files give the same archive. */
const date = 0x21

export async function* zip(files: readonly Packed[]): AsyncGenerator<Buffer> {
  const entries: Entry[] = []
  let offset = 0
  for (const file of files) {
    const name = Buffer.from(file.name)
    const head = Buffer.concat([
      numbers([4, 0x04034b50], [2, version], [2, flags], [2, deflated], [2, 0], [2, date], [4, 0], [4, unknown32], [4, unknown32], [2, name.length], [2, 20]),
      name,
      numbers([2, 1], [2, 16], [8, 0], [8, 0]),
    ]) // prettier-ignore
    yield head
    let [crc, size, packed] = [0, 0, 0]
    const read = async function* (): AsyncGenerator<Buffer> {
      for await (const text of file.parts) {
        const part = Buffer.from(text)
        crc = crc32(part, crc)
        size += part.length
        yield part
      }
    }
    for await (const part of Readable.from(read()).compose(createDeflateRaw()) as AsyncIterable<Buffer>) {
      packed += part.length
      yield part
    }
    yield numbers([4, 0x08074b50], [4, crc], [8, packed], [8, size])
    entries.push({ name, offset, crc, size, packed })
    offset += head.length + packed + 24
  }
  const directory = Buffer.concat(entries.map(listed))
  yield directory
  const end = offset + directory.length
  const count = entries.length
  yield numbers([4, 0x06064b50], [8, 44], [2, version], [2, version], [4, 0], [4, 0], [8, count], [8, count], [8, directory.length], [8, offset]) // prettier-ignore
  yield numbers([4, 0x07064b50], [4, 0], [8, end], [4, 1])
  yield numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, unknown32], [2, 0])
}

function listed({ name, offset, crc, size, packed }: Entry): Buffer {
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, version], [2, version], [2, flags], [2, deflated], [2, 0], [2, date], [4, crc], [4, unknown32], [4, unknown32], [2, name.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, unknown32]),
    name,
    numbers([2, 1], [2, 24], [8, size], [8, packed], [8, offset]),
  ]) // prettier-ignore
}

/** Little-endian, each with its number of bytes. */
function numbers(...list: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    list.map(([bytes, value]) => {
      const one = Buffer.alloc(bytes)
      if (bytes === 8) one.writeBigUInt64LE(BigInt(value))
      else one.writeUIntLE(value, 0, bytes)
      return one
    }),
  )
}
