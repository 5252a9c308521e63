/**
 * `npm run law`: lives through histories and says whether the law holds; then takes the safeguards away one by one and says
 * after how many histories each is missed.
 *
 *   npm run law -- --histories=10000 --law=groups
 *   npm run law -- --safeguards
 */
import fc from 'fast-check'
import { parseArgs } from 'node:util'
import { breaks, type Law } from './law.ts'
import { laws } from './laws.ts'
import type { Without } from './memory-state.ts'
import { remembering } from './remembering.ts'
import { safeguards } from './safeguards.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '2000' },
    law: { type: 'string' },
    safeguards: { type: 'boolean', default: false },
  },
})
const line = (text: string): void => void process.stdout.write(`${text}\n`)

/** The first history that breaks the law, by number; null when none does. */
async function broken(law: Law, numRuns: number, without?: Without): Promise<{ runs: number; says: string } | null> {
  let said = ''
  const property = fc.asyncProperty(law.histories, async (history) => {
    const wrong = await breaks(law, history, remembering(without))
    if (wrong.length > 0) said = wrong.join('; ')
    return wrong.length === 0
  })
  const result = await fc.check(property, { numRuns, endOnFailure: true, examples: [...(law.examples ?? [])] })
  return result.failed ? { runs: result.numRuns, says: `${said} ${JSON.stringify(result.counterexample)}` } : null
}

let failed = false
if (values.safeguards) {
  for (const [without, name] of safeguards) {
    const found = await broken(laws[name], 50_000, without)
    failed ||= found === null
    line(
      `without ${without.padEnd(18)} the law, ${name}, ${found === null ? 'still holds: nobody misses it' : `fails after ${found.runs} histories`}`,
    )
  }
} else {
  const chosen = Object.entries(laws).filter(([name]) => values.law === undefined || values.law === name)
  for (const [name, law] of chosen) {
    const found = await broken(law, Number(values.histories))
    failed ||= found !== null
    line(
      found === null
        ? `the law, ${name}, holds over ${values.histories} histories`
        : `the law, ${name}, is broken: ${found.says}`,
    )
  }
}
process.exit(failed ? 1 : 0)
