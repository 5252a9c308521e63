/**
 * The id of an app role assignment: base64url of 32 bytes, 43 characters (graph-api.md 1.12).
 *
 * The first 16 bytes are the principal's id in the order of .NET, the last 16 the id that the row has here.
 */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function assignmentId(principal: string, row: string): string {
  return Buffer.concat([littleEndian(bytesOf(principal)), bytesOf(row)]).toString('base64url')
}

/** The ids in it; null when it is none. */
export function readAssignmentId(id: string): { readonly principal: string; readonly row: string } | null {
  if (!/^[\w-]{43}$/.test(id)) return null
  const bytes = Buffer.from(id, 'base64url')
  if (bytes.length !== 32) return null
  const principal = textOf(littleEndian(bytes.subarray(0, 16)))
  const row = textOf(bytes.subarray(16))
  return uuid.test(principal) && uuid.test(row) ? { principal, row } : null
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function textOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The first three parts of a GUID are turned round in .NET; doing it twice gives what was before. */
function littleEndian(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((at) => bytes[at] ?? 0))
}
