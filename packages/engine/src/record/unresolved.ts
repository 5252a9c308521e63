import { ruleFor, type Rules } from '../job/rule.ts'
import type { MappingContext } from '../map/desire.ts'
import { refKey } from '../map/references.ts'
import type { Ports, Settled, Unresolved } from '../ports.ts'
import { verdict } from '../scope/verdict.ts'
import type { Change, Entry, Reason } from '../types.ts'

/**
 * Says in the log, once for each, whose reference could not be written and why (LG-24).
 *
 * It needs no further look: when the other person gets an account, the reference is settled by itself.
 */
export async function reportUnresolved(
  ports: Ports,
  rules: Rules,
  context: MappingContext,
): Promise<{ readonly notProvisioned: number; readonly unknown: number }> {
  let notProvisioned = 0
  let unknown = 0
  for await (const page of ports.journal.unresolved()) {
    const entries = await ports.source.read(page.flatMap(({ ref, of }) => [ref, of]))
    const known = new Map(entries.map((entry) => [refKey(entry.ref), entry]))
    const settled = page.map((one) => {
      const change = report({ rules, context }, one, known)
      if (change.reason.code === 'referenceUnknown') unknown += 1
      else notProvisioned += 1
      return warning(change)
    })
    await ports.journal.record(settled, null)
  }
  return { notProvisioned, unknown }
}

type Judging = { readonly rules: Rules; readonly context: MappingContext }

function report(judging: Judging, { ref, path, of }: Unresolved, known: ReadonlyMap<string, Entry>): Change {
  const entry = known.get(refKey(ref)) ?? { ref, object: null, assignments: [] }
  const other = known.get(refKey(of))
  const attribute = path.slice(path.lastIndexOf(':') + 1)
  const judged = verdict(ruleFor(judging.rules, ref).scope, entry, judging.context)
  return {
    ref,
    reason: reasonOf(judging, attribute, of.id, other),
    facts: {
      entry,
      link: null,
      references: new Map(),
      verdict: judged,
      desired: { flows: [], uses: [of], problems: [] },
      match: { kind: 'settled', id: '' },
    },
    basis: '',
    matching: null,
    action: 'none',
  }
}

function reasonOf({ rules, context }: Judging, attribute: string, id: string, other: Entry | undefined): Reason {
  if (other === undefined || other.object === null) return { code: 'referenceUnknown', details: { attribute, who: id } }
  const name = other.object['displayName'] ?? other.object['userPrincipalName'] ?? id
  const judged = verdict(ruleFor(rules, other.ref).scope, other, context)
  const because = judged.inScope ? {} : { because: judged.because }
  return { code: 'referenceNotProvisioned', details: { attribute, who: name, ...because } }
}

function warning(change: Change): Settled {
  return {
    outcome: { change, result: 'warning', exchanges: [], written: [] },
    link: undefined,
    uses: undefined,
    note: true,
  }
}
