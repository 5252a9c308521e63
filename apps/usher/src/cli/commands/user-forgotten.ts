import { bad, bold, dim, good, plural } from '../print.ts'

export type Forgotten =
  | {
      readonly person: string
      readonly accounts: readonly string[]
      readonly would: Readonly<Record<string, number>>
      /** Places in settings that keep their address. */
      readonly written: readonly string[]
    }
  | {
      readonly receipt: {
        readonly person: string
        readonly at: string
        readonly erased: Readonly<Record<string, number>>
        readonly written: readonly string[]
      }
    }

/** What would be erased, or was. */
export function describeForgotten(told: Forgotten): readonly string[] {
  if ('receipt' in told)
    return [
      `${good('✓')} Forgotten. What was erased, of ${told.receipt.person}:`,
      ...listed(told.receipt.erased),
      ...left(told.receipt.written),
    ]
  const { person, accounts, would, written } = told
  return [
    `${bold(person)} would be erased for good:`,
    ...listed(would),
    ...left(written),
    ...(accounts.length === 0
      ? []
      : [
          bad(
            `Still active in ${accounts.join(', ')}: once forgotten, nothing will switch the account off. usher user delete, and a cycle, first.`,
          ),
        ]),
    dim(`usher user forget ${JSON.stringify(person)} --yes does it. Backups made before still have them.`),
  ]
}

function left(written: readonly string[]): readonly string[] {
  if (written.length === 0) return []
  return [bad(`Their address stays in ${written.join(', ')}: choose another one there.`)]
}

function listed(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([of, count]) => `  ${of.padEnd(14)}${plural(count, 'row')}`)
}
