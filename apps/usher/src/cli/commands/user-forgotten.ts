import { bad, bold, dim, good, plural } from '../print.ts'

export type Forgotten =
  | { readonly person: string; readonly accounts: readonly string[]; readonly would: Readonly<Record<string, number>> }
  | {
      readonly receipt: {
        readonly person: string
        readonly at: string
        readonly erased: Readonly<Record<string, number>>
      }
    }

/** What would be erased, or was. */
export function describeForgotten(told: Forgotten): readonly string[] {
  if ('receipt' in told)
    return [`${good('✓')} Forgotten. What was erased, of ${told.receipt.person}:`, ...listed(told.receipt.erased)]
  const { person, accounts, would } = told
  return [
    `${bold(person)} would be erased for good:`,
    ...listed(would),
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

function listed(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([of, count]) => `  ${of.padEnd(14)}${plural(count, 'row')}`)
}
