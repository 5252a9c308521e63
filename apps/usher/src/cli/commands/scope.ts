import type { Command } from 'commander'
import { Failed } from '../client.ts'
import { outOf } from '../print.ts'
import { subjectOptions } from '../trial/options.ts'
import type { ScopeOptions } from '../trial/scope.ts'
import type { With } from '../with.ts'

type Options = ScopeOptions & { readonly vectors?: string }

/** Needs no service unless a person is named. The engine is loaded when it runs. */
export function scopeCommand(program: Command, run: With): void {
  subjectOptions(program.command('scope [clauses...]'))
    .description('whether a scoping filter lets somebody through, clause by clause; needs no service without --user')
    .option('--filter <file>', 'a filter as JSON instead of clauses; - reads standard input')
    .option('--vectors <file>', 'judge every entry of a file of filters, objects and verdicts')
    .addHelpText('after', help)
    .action(async (clauses: string[], options: Options) => {
      const { vectors } = options
      if (vectors !== undefined && clauses.length > 0) throw new Failed('Give clauses or --vectors, not both.', 2)
      if (vectors !== undefined) return (await import('../trial/vectors.ts')).tryScopeVectors(vectors)
      const { tryScope } = await import('../trial/scope.ts')
      return tryScope(clauses, { options, run, out: outOf(program) })
    })
}

const help = `
Each of CLAUSES is ATTRIBUTE OPERATOR VALUE; all of them must hold. A file can hold groups, of which one must hold:
  { "groups": [{ "name": "Sales", "clauses": [{ "attribute": "department", "operator": "EQUALS", "value": "Sales" }] }] }
Examples:
  usher scope 'department EQUALS Sales' 'mail IS NOT NULL' --user ana@contoso.example
  usher scope --filter filter.json --file person.json
  usher scope --vectors filters.json
Exit codes: 0 the verdict stands, in scope or not; 2 the filter cannot be used, 3 not found.`
