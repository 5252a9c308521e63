import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './dynamic-signal.ts'
import { contoso, enterprise } from './house.ts'

export const file = join(contoso, 'hr-1000.csv')

/** What an account must say about a worker. */
export type Worker = {
  readonly userName: string
  readonly active: boolean
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  readonly mail: string
  readonly department: string
  readonly title: string
  readonly externalId: string
  readonly employeeNumber: string
  readonly country: string
  /** The employee number of a manager who is active too. */
  readonly manager: string | null
}

type Row = Readonly<Record<string, string>>

/** The last row of each worker; the file has neither quotation marks nor line ends in its values. */
export function lastRows(): readonly Row[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
  const columns = head.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [columns[at] ?? '', value])))
  return [...new Map(rows.map((row) => [row['WorkerID'] ?? '', row])).values()]
}

/** The 304 who are active at last, as their accounts must be. */
export function activeWorkers(): readonly Worker[] {
  const active = lastRows().filter((row) => row['WorkerStatus'] === 'Active')
  const numbers = new Set(active.map((row) => row['WorkerID']))
  const text = (row: Row, name: string): string => row[name] ?? ''
  return byNumber(
    active.map((row) => ({
      userName: `${text(row, 'UserID').toLowerCase()}@contoso.example`,
      active: true,
      displayName: text(row, 'FullName'),
      givenName: text(row, 'FirstName'),
      familyName: text(row, 'LastName'),
      mail: `${`${text(row, 'FirstName')}.${text(row, 'LastName')}`.replaceAll(' ', '').toLowerCase()}@contoso.example`,
      department: text(row, 'Department'),
      title: text(row, 'JobTitle'),
      externalId: text(row, 'UserID').toLowerCase(),
      employeeNumber: text(row, 'WorkerID'),
      country: text(row, 'CountryCode'),
      manager: numbers.has(text(row, 'ManagerID')) ? text(row, 'ManagerID') : null,
    })),
  )
}

/** The accounts in the shape of the workers they should be. */
export function asWorkers(accounts: readonly Account[]): readonly Worker[] {
  const numbers = new Map(accounts.map((account) => [account.id, account[enterprise].employeeNumber]))
  return byNumber(
    accounts.map((account) => ({
      userName: account.userName,
      active: account.active,
      displayName: account.displayName,
      givenName: account.name.givenName,
      familyName: account.name.familyName,
      mail: account.emails.map(({ value }) => value).join(),
      department: account[enterprise].department ?? '',
      title: account.title ?? '',
      externalId: account.externalId,
      employeeNumber: account[enterprise].employeeNumber,
      country: account.addresses?.[0]?.country ?? '',
      manager: numbers.get(account[enterprise].manager?.value ?? '') ?? null,
    })),
  )
}

function byNumber(workers: readonly Worker[]): readonly Worker[] {
  return workers.toSorted((a, b) => Number(a.employeeNumber) - Number(b.employeeNumber))
}
