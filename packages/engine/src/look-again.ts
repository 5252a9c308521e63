/** Second looks within a cycle: what failed, what is due, what waited for the account of somebody else. */
import type { Ref } from '@usher/scim'
import type { Ports } from './ports.ts'
import type { Again } from './types.ts'

export const retried: readonly Again[] = ['failed', 'due', 'undone', 'adoptionHeld', 'changeHeld']

/** A vanished account can set off a chain of references; each pass settles one link of it. */
const mostPasses = 10

type Looking = {
  readonly ports: Ports
  stopped(): boolean
  carryOut(phase: 'retries' | 'references', refs: readonly Ref[]): Promise<void>
}

/** Once more what failed, and what has become due. */
export async function retry(looking: Looking): Promise<void> {
  await look(looking, 'retries', retried)
}

/** References to accounts that were made meanwhile, until none is left (BT-18). */
export async function settleReferences(looking: Looking): Promise<void> {
  for (let pass = 0; pass < mostPasses; pass += 1)
    if (!(await look(looking, 'references', ['referenceChanged']))) return
}

/** Whether there was anything to look at. */
async function look(
  { ports, stopped, carryOut }: Looking,
  phase: 'retries' | 'references',
  why: readonly Again[],
): Promise<boolean> {
  if (stopped()) return false
  let any = false
  for await (const looks of ports.journal.looks(why, ports.now())) {
    any = true
    await carryOut(
      phase,
      looks.map(({ ref }) => ref),
    )
    if (stopped()) break
  }
  return any
}
