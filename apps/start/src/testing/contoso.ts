import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(import.meta.dirname, '..', '..', '..', '..', 'examples', 'contoso', 'hr-1000.csv')

export type Worker = {
  readonly userName: string
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  readonly mail: string
  readonly employeeNumber: string
  readonly department: string
  /** The employee number of a manager who is active too. */
  readonly manager: string | null
}

/** Who should have an account, read from the file without any code of the product: the last row of a worker counts. */
export function activeWorkers(): readonly Worker[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const columns = head.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [columns[at] ?? '', value])))
  const last = new Map(rows.map((row) => [row['WorkerID'] ?? '', row]))
  const active = [...last.values()].filter((row) => row['WorkerStatus'] === 'Active')
  const numbers = new Set(active.map((row) => row['WorkerID']))
  return active.map((row) => ({
    userName: `${row['UserID']?.toLowerCase()}@contoso.example`,
    displayName: row['FullName'] ?? '',
    givenName: row['FirstName'] ?? '',
    familyName: row['LastName'] ?? '',
    mail: `${row['FirstName']}.${row['LastName']}`.replaceAll(' ', '').toLowerCase() + '@contoso.example',
    employeeNumber: row['WorkerID'] ?? '',
    department: row['Department'] ?? '',
    manager: numbers.has(row['ManagerID']) ? (row['ManagerID'] ?? null) : null,
  }))
}
