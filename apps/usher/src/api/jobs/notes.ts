import { ruleFor, say, verdict, type Entry, type MappingContext, type Rules } from '@usher/engine'
import type { Missing } from '../../store/missing.ts'
import { nameOf } from './plan.ts'

/** A sentence names so many members; the count is exact. */
const mostNamed = 20

type Judging = { readonly rules: Rules; readonly context: MappingContext; readonly entries: readonly Entry[] }

/** What of somebody is not in the application, although it is in the directory, and why: as things are now. */
export function notesOf(judging: Judging, missing: readonly Missing[]): readonly string[] {
  const references = missing.flatMap((one) => ('path' in one ? [reference(judging, one)] : []))
  const members = missing.filter((one) => 'member' in one).map(({ of }) => excuse(judging, of.id))
  if (members.length === 0) return references
  const more = members.length > mostNamed ? [`and ${members.length - mostNamed} more`] : []
  const who = [...members.slice(0, mostNamed), ...more].join('; ')
  const count = `${members.length} member${members.length === 1 ? '' : 's'}`
  return [...references, say({ code: 'membersNotProvisioned', details: { count, who } })]
}

function reference(judging: Judging, { path, of }: Missing & { readonly path: string }): string {
  const attribute = path.slice(path.lastIndexOf(':') + 1)
  const { name, because } = judged(judging, of.id)
  if (name === null) return say({ code: 'referenceUnknown', details: { attribute, who: of.id } })
  return say({
    code: 'referenceNotProvisioned',
    details: { attribute, who: name, ...(because !== null && { because }) },
  })
}

function excuse(judging: Judging, id: string): string {
  const { name, because } = judged(judging, id)
  if (name === null) return `${id} is not in the directory`
  return because === null
    ? `${name} has no account there so far`
    : `${name} ${say({ code: 'outOfScope', details: { because } })}`
}

function judged({ rules, context, entries }: Judging, id: string) {
  const entry = entries.find(({ ref }) => ref.id === id)
  if (entry === undefined || entry.object === null) return { name: null, because: null }
  const found = verdict(ruleFor(rules, entry.ref).scope, entry, context)
  return { name: nameOf(entry.ref, entry.object), because: found.inScope ? null : found.because }
}
