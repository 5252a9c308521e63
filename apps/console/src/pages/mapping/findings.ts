import type { Gives } from '../../api/ask.ts'

export type Finding = Gives<'POST /usher/apps/{app}/schema/check'>['findings'][number]
export type Field = 'source' | 'target' | 'default' | 'matching' | 'applies' | 'whole'

/** What is said of a part of the schema, and of what stands within it. */
export function findingsAt(findings: readonly Finding[], at: string): readonly Finding[] {
  return findings.filter((one) => one.at === at || one.at.startsWith(`${at}/`))
}

/** By which words a sentence about an attribute mapping belongs to a field; the first row that fits. */
const words: readonly (readonly [Field, RegExp])[] = [
  ['default', /default value|nullPolicy|cannot be cleared/],
  ['matching', /match|precedence/i],
  ['applies', /object creation|flowType|flowBehavior|FlowAlways/],
  ['source', /expression|constant|this gives|a reference can be mapped|appRoleAssignments|IgnoreObjectFlow|Redact/],
  ['target', /target|primary key|path|photos|entitlements|passwords|attribute of this name/],
]

/** The field of the edit panel at which a finding is shown. */
export function fieldOf(finding: Finding): Field {
  if ('place' in finding) return 'source'
  return words.find(([, pattern]) => pattern.test(finding.message))?.[0] ?? 'whole'
}

/** The sentence without the name of what it is about, which stands beside it. */
export function sentenceOf({ message }: Finding): string {
  const at = message.indexOf(': ')
  const text = at < 0 ? message : message.slice(at + 2)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
