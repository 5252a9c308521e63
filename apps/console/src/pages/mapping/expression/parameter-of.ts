import type { FunctionRow } from './completion.ts'

type Parameter = FunctionRow['parameters'][number]

/** What an argument is for; those that repeat go round. */
export function parameterOf(parameters: readonly Parameter[], argument: number): string | null {
  if (argument < 0) return null
  const once = parameters.filter(({ repeats }) => !repeats)
  if (argument < once.length) return once[argument]?.name ?? null
  const rest = parameters.filter(({ repeats }) => repeats)
  return rest.length === 0 ? null : (rest[(argument - once.length) % rest.length]?.name ?? null)
}
