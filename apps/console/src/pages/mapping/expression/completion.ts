import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Gives } from '../../../api/ask.ts'
import type { Attribute } from '../schema.ts'

export type Language = Gives<'GET /usher/language'>
export type FunctionRow = Language['functions'][number]

export type Known = { readonly language: Language; readonly attributes: readonly Attribute[] }

/** Attributes within brackets, else functions, keywords, and attributes with their brackets. Nothing within a text. */
export function completionsAt(context: CompletionContext, { language, attributes }: Known): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos)
  if (isWithinText(before)) return null
  const bracket = context.matchBefore(/\[[^\]]*/)
  if (bracket !== null) {
    const isClosed = context.state.sliceDoc(context.pos, context.pos + 1) === ']'
    return {
      from: bracket.from,
      options: attributes.map((one) => ofAttribute(one, isClosed ? `[${one.name}` : `[${one.name}]`)),
      validFor: /^\[[^\]]*$/,
    }
  }
  const word = context.matchBefore(/[A-Za-z][A-Za-z0-9_]*/)
  if (word === null && !context.explicit) return null
  return {
    from: word?.from ?? context.pos,
    options: [
      ...language.functions.map(ofFunction),
      ...language.keywords.map((label) => ({ label, type: 'keyword' })),
      ...attributes.map((one) => ofAttribute(one, `[${one.name}]`)),
    ],
    validFor: /^[A-Za-z0-9_]*$/,
  }
}

/** Whether a text that begins before has not ended yet. */
export function isWithinText(before: string): boolean {
  return (before.replaceAll(/\\["\\]/g, '').match(/"/g) ?? []).length % 2 === 1
}

function ofFunction({ name, syntax, summary }: FunctionRow): Completion {
  return {
    label: name,
    detail: syntax.slice(name.length),
    type: 'function',
    info: summary,
    apply: (view, _, from, to) => {
      const isCalled = view.state.sliceDoc(to, to + 1) === '('
      const insert = isCalled ? name : `${name}()`
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + name.length + 1 } })
    },
  }
}

function ofAttribute({ name, type, multivalued }: Attribute, label: string): Completion {
  return {
    label,
    displayLabel: name,
    detail: multivalued === true ? ` ${type}, several values` : ` ${type}`,
    type: 'variable',
  }
}
