/** `S-1-12-1-…`: the four little-endian numbers of 32 bits that an object's GUID is made of (graph-api.md 5.2). */
export function securityIdentifier(id: string): string {
  const [a = '', b = '', c = '', ...rest] = id.split('-')
  const bytes = Buffer.from(rest.join(''), 'hex')
  // The first three groups are numbers already; the bytes behind them are as they lie.
  const numbers = [a, c + b].map((hex) => Number.parseInt(hex, 16))
  return ['S-1-12-1', ...numbers, bytes.readUInt32LE(0), bytes.readUInt32LE(4)].join('-')
}
