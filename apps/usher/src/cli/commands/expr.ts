import type { Command } from 'commander'
import { Failed } from '../client.ts'
import { outOf } from '../print.ts'
import type { ExpressionOptions } from '../trial/expression.ts'
import { subjectOptions } from '../trial/options.ts'
import type { With } from '../with.ts'

type Options = ExpressionOptions & { readonly vectors?: string }

/** Needs no service unless a person is named. The engine is loaded when it runs. */
export function exprCommand(program: Command, run: With): void {
  subjectOptions(program.command('expr [expression]'))
    .description('what an expression of a mapping gives, step by step; needs no service without --user')
    .option('--now <time>', 'as if it were this time')
    .option('--time-zone <name>', 'where days begin and end; UTC when nothing is said')
    .option('--default-domain <domain>', 'what DefaultDomain() gives')
    .option('--taken <value...>', 'values that the application has already, for SelectUniqueValue')
    .option('--vectors <file>', 'judge every entry of a file of expressions and what must come out')
    .addHelpText('after', help)
    .action(async (expression: string | undefined, options: Options) => {
      const { vectors } = options
      if (vectors !== undefined && expression !== undefined)
        throw new Failed('Give an expression or --vectors, not both.', 2)
      if (vectors !== undefined) return (await import('../trial/vectors.ts')).tryExpressionVectors(vectors)
      if (expression === undefined) throw new Failed('Give an expression. usher expr --help shows examples.', 2)
      const { tryExpression } = await import('../trial/expression.ts')
      return tryExpression(expression, { options, run, out: outOf(program) })
    })
}

const help = `
EXPRESSION is the text, or @FILE, or - for standard input, where the shell does not meddle with quotes.
Examples:
  usher expr 'Join(" ", [givenName], [surname])' --user ana@contoso.example
  usher expr 'Append([mailNickname], "@contoso.com")' --set mailNickname=ana
  usher expr 'Count([proxyAddresses])' --set 'proxyAddresses=["smtp:a@b.c", "smtp:d@b.c"]'
  usher expr @expression.txt --file person.json --now 2026-03-01
  usher expr --vectors expressions.json
Exit codes: 0 evaluated, 1 the evaluation failed, 2 the expression cannot be read, 3 not found.`
