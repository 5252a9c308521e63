import { EvaluationFailure, isFirstFree, isList, isSignal, kindOf } from '../value.ts'
import { componentsOf } from '../distinguished-name.ts'
import { lazyRow, row } from './row.ts'
import type { FunctionRow } from './row.ts'

const dn = { name: 'dn', kind: 'text' } as const

export const directoryFunctions: Readonly<Record<string, FunctionRow>> = {
  CRef: row({
    syntax: 'CRef(dn)',
    summary: 'The distinguished name as it is, for DNComponent.',
    knownFrom: 'Cloud Sync reference',
    takes: [dn],
    gives: 'text',
    examples: [['CRef("cn=Joe,ou=Sales")', 'cn=Joe,ou=Sales']],
    run: ([name]) => name,
  }),

  CStr: row({
    syntax: 'CStr(value)',
    summary: 'The text of a number, a Boolean or a reference.',
    takes: [{ name: 'value', kind: 'any' }],
    gives: 'text',
    examples: [['CStr(42)', '42']],
    run: ([value]) => {
      if (value === null || typeof value === 'string' || isSignal(value)) return value
      if (isList(value)) throw new EvaluationFailure('a list has no text; take one value with Item, or Join them')
      if (isFirstFree(value)) throw new EvaluationFailure(`${kindOf(value)} has no text yet`)
      return value.id
    },
  }),

  DNComponent: row({
    syntax: 'DNComponent(dn, n)',
    summary: 'The value of the nth component of a distinguished name, counted from the left, from 1.',
    knownFrom: 'Cloud Sync reference',
    takes: [dn, { name: 'n', kind: 'integer' }],
    gives: 'text',
    examples: [['DNComponent(CRef("cn=Joe,ou=Sales,dc=contoso,dc=com"), 1)', 'Joe']],
    run: ([name, n]) => {
      const values = componentsOf(name)
      if (values === null) throw new EvaluationFailure('dn is not a distinguished name like cn=Joe,ou=Sales')
      const value = values[n - 1]
      if (value === undefined) throw new EvaluationFailure(`there is no component number ${n} of ${values.length}`)
      return value
    },
  }),

  DefaultDomain: row({
    syntax: 'DefaultDomain()',
    knownFrom: 'Graph function list',
    summary: 'The default domain name of the tenant.',
    takes: [],
    gives: 'text',
    examples: [['DefaultDomain()', 'contoso.com']],
    run: (_, context) => {
      if (context.defaultDomain !== undefined) return context.defaultDomain
      throw new EvaluationFailure('no default domain is set')
    },
  }),

  Error: lazyRow({
    syntax: 'Error(message)',
    knownFrom: 'Cloud Sync reference',
    summary: 'Stops with this message; the object is not provisioned.',
    takes: [{ name: 'message', kind: 'nullable' }],
    gives: 'any',
    examples: [['IIF("a" = "a", "fine", Error("never said"))', 'fine']],
    lazily:
      ([message]) =>
      (from, evaluation) => {
        // The message is logged, so what was redacted may not be in it; what was redacted elsewhere does no harm here.
        const inner = { ...evaluation, sensitive: false }
        const said = message?.(from, inner) ?? null
        if (isSignal(said)) return said
        if (inner.sensitive) throw new EvaluationFailure('[Redact]')
        throw new EvaluationFailure(typeof said === 'string' ? said : 'the expression says that something is wrong')
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

  SelectUniqueValue: lazyRow({
    syntax: 'SelectUniqueValue(uniqueValueRule1, uniqueValueRule2, …)',
    summary:
      'The first value that the application does not have yet. Must be the outermost function, on a mapping that applies only during object creation and does not match.',
    takes: [],
    rest: [{ name: 'uniqueValueRule', kind: 'nullable' }],
    groups: 2,
    outermost: true,
    gives: 'text',
    examples: [],
    lazily: (rules) => (from, evaluation) => {
      const { isTaken } = evaluation.context
      const firstFree: string[] = []
      for (const rule of rules) {
        const value = rule?.(from, evaluation) ?? null
        if (value === null || value === '') continue
        if (isSignal(value)) return value
        if (typeof value !== 'string') throw new EvaluationFailure(`it chooses among texts; this is ${kindOf(value)}`)
        if (isTaken === undefined) firstFree.push(value)
        else if (!isTaken(value)) return value
      }
      if (isTaken !== undefined) throw new EvaluationFailure('every candidate is taken in the application already')
      if (firstFree.length === 0) throw new EvaluationFailure('no candidate has a value')
      return { firstFree }
    },
  }),
}
