import { EvaluationFailure, isList, isSignal } from '../value.ts'
import { lazyRow, row } from './row.ts'
import type { FunctionRow } from './row.ts'

export const directoryFunctions: Readonly<Record<string, FunctionRow>> = {
  CStr: row({
    syntax: 'CStr(value)',
    summary: 'The text of a number, a Boolean or a reference.',
    takes: [{ name: 'value', kind: 'any' }],
    gives: 'text',
    examples: [['CStr(42)', '42']],
    run: ([value]) => {
      if (value === null || typeof value === 'string' || isSignal(value)) return value
      if (isList(value)) throw new EvaluationFailure('a list has no text; take one value with Item, or Join them')
      return value.id
    },
  }),

  DefaultDomain: row({
    syntax: 'DefaultDomain()',
    summary: 'The default domain name of the tenant.',
    takes: [],
    gives: 'text',
    examples: [['DefaultDomain()', 'contoso.com']],
    run: (_, context) => {
      if (context.defaultDomain !== undefined) return context.defaultDomain
      throw new EvaluationFailure('no default domain is set')
    },
  }),

  Error: row({
    syntax: 'Error(message)',
    summary: 'Stops with this message; the object is not provisioned.',
    takes: [{ name: 'message', kind: 'text' }],
    gives: 'any',
    examples: [['IIF("a" = "a", "fine", Error("never said"))', 'fine']],
    run: ([message]) => {
      throw new EvaluationFailure(message)
    },
  }),

  Redact: lazyRow({
    syntax: 'Redact(value)',
    summary: 'The value unchanged; logs and previews show [Redact] instead.',
    takes: [{ name: 'value', kind: 'any' }],
    gives: 'any',
    examples: [['Redact("secret")', 'secret']],
    lazily:
      ([value]) =>
      (from, evaluation) => {
        evaluation.sensitive = true
        return value?.(from, evaluation) ?? null
      },
  }),
}
