/** `usher scope`: which clauses of a scoping filter hold for one object, and what follows. */
import { checkScopingFilter, explainFilter, readClause, readFilter, type FilterExplanation } from '@usher/engine'
import { userAttributes } from '../../gallery/directory-attributes.ts'
import { Failed } from '../client.ts'
import { bad, bold, good, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { readJson, readSubject, type SubjectOptions } from './input.ts'
import { harmless } from '../harmless.ts'
import { describeValue } from './values.ts'

export type ScopeOptions = SubjectOptions & { readonly filter?: string }
type Filter = Parameters<typeof explainFilter>[0]

/** Tries a filter, of a file or of clauses that must all hold, on one object. */
export async function tryScope(
  clauses: readonly string[],
  { options, out, run }: { readonly options: ScopeOptions; readonly out: Out; readonly run: With },
): Promise<void> {
  if (options.filter === '-' && options.file === '-') {
    throw new Failed('Only one can come from standard input: --filter or --file.', 2)
  }
  const filter = await filterOf(clauses, options.filter)
  const reads = filter.groups.flatMap(({ clauses }) => clauses.map((clause) => clause.sourceOperandName))
  const { attributes } = await readSubject(options, { run, reads })
  const result = explainFilter(filter, attributes)
  if (result.kind === 'refused') throw new Failed(result.problems.join('\n'), 2)
  const { passed, groups, sentence } = result
  // A person of the directory has the attributes that the directory knows; a file may hold any.
  const doubts = options.user === undefined ? [] : checkScopingFilter(filter, userAttributes)
  const refused = doubts.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  out.show({ inScope: passed, groups, sentence, refused }, () => [
    ...describe(result),
    ...refused.map((message) => bad(harmless(`It would be refused when it is saved: ${message}`))),
  ])
}

async function filterOf(clauses: readonly string[], file: string | undefined): Promise<Filter> {
  if ((file === undefined) === (clauses.length === 0)) {
    throw new Failed('Give a filter: clauses like "department EQUALS Sales", or --filter FILE.', 2)
  }
  const filter = file === undefined ? ofClauses(clauses) : readFilter(await readJson(file))
  if (typeof filter === 'string') throw new Failed(`This is no scoping filter: ${filter}.`, 2)
  return filter
}

function ofClauses(texts: readonly string[]): Filter | string {
  const clauses = texts.map(readClause)
  const wrong = clauses.find((clause) => typeof clause === 'string')
  return wrong ?? { groups: [{ name: 'the filter', clauses: clauses.filter((clause) => typeof clause !== 'string') }] }
}

function describe({ passed, groups, sentence }: Extract<FilterExplanation, { kind: 'explained' }>): readonly string[] {
  const lines = groups.flatMap(({ name, clauses }) => [
    ...(groups.length > 1 ? [bold(name)] : []),
    ...clauses.map(
      ({ text, passed: held, actual, problem }) =>
        `  ${held ? good('✓') : bad('✗')} ${harmless(text)}: ${problem ?? describeValue(actual)}`,
    ),
  ])
  return [...lines, (passed ? good : bad)(harmless(sentence))]
}
