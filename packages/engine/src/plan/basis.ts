/** What a decision rests on, as digests: equal digests, equal decision (decisions, "Staleness is per object"). */
import type { Rule } from '../job/rule.ts'
import { refKey } from '../map/references.ts'
import type { AttributeChange, Entry, Facts, Match, Verdict } from '../types.ts'

type Digest = (text: string) => string
type Decision = { readonly action: string; readonly patch?: readonly AttributeChange[] }

/**
 * Everything: the object in the directory and its verdict, rule version, link, the account as it was found, and what would be written.
 *
 * A reference counts as whom it is about, since their account may be made by the same plan. What is given at creation only (`Now`)
 * counts by its path: it follows from the rest, and from the moment of writing.
 */
export function basisOf(rule: Rule, facts: Facts, { action, patch = [] }: Decision, digest: Digest): string {
  const { match, desired } = facts
  const flows = new Map(desired.flows.map((flow) => [flow.path, flow]))
  const written = patch.map(({ op, path, from = null, to = null, kind }) => {
    const flow = flows.get(path)
    const late = flow?.once === true || kind === 'reference'
    return [op, path, from, late ? null : to, ...(flow?.of === undefined ? [] : [refKey(flow.of)])]
  })
  const uses = desired.uses.map(refKey)
  return digest(JSON.stringify([ours(rule, facts), linked(facts), found(match), uses, action, written]))
}

/** What is claimed and not written then is as before: an intent that nothing is found by is none. */
function linked({ link, verdict }: Facts): readonly (string | boolean)[] | null {
  if (link === null || link.targetId === null) return null
  return verdict.inScope ? [link.targetId] : [link.targetId, link.state, link.active]
}

/** Our side alone: what the directory and the rules say of the object, whatever the account is like. */
export function intentOf(
  rule: Rule,
  facts: { readonly entry: Entry; readonly verdict: Verdict },
  digest: Digest,
): string {
  return digest(JSON.stringify(ours(rule, facts)))
}

function ours({ version }: Rule, { entry, verdict }: { readonly entry: Entry; readonly verdict: Verdict }) {
  return [version, entry.object, entry.assignments, verdict.inScope ? verdict.via : verdict.because]
}

function found(match: Match): readonly (string | null)[] {
  if (match.kind !== 'linked' && match.kind !== 'joined') return [match.kind]
  return [match.kind, match.target.id, match.target.version ?? null]
}
