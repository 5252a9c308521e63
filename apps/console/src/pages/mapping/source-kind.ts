import type { Source } from './schema.ts'

export type Kind = 'direct' | 'constant' | 'expression' | 'none'

export const kinds: readonly { readonly kind: Kind; readonly text: string }[] = [
  { kind: 'direct', text: 'Direct' },
  { kind: 'constant', text: 'Constant' },
  { kind: 'expression', text: 'Expression' },
  { kind: 'none', text: 'None' },
]

/** What is mapped, as it is edited: the name of an attribute, a plain text, or an expression. */
export type Edited = { readonly kind: Kind; readonly text: string }

const attribute = /^\s*\[([^[\]"]+)\]\s*$/
const constant = /^\s*"((?:[^"\\]|\\.)*)"\s*$/

export function editedOf(source: Source | null | undefined): Edited {
  if (source === null || source === undefined) return { kind: 'none', text: '' }
  const { expression = null, type, name } = source
  if (expression === null)
    return type === 'Constant' ? { kind: 'constant', text: name ?? '' } : { kind: 'direct', text: name ?? '' }
  const [, direct] = attribute.exec(expression) ?? []
  if (direct !== undefined) return { kind: 'direct', text: direct }
  const [, quoted] = constant.exec(expression) ?? []
  return quoted === undefined
    ? { kind: 'expression', text: expression }
    : { kind: 'constant', text: quoted.replaceAll(/\\(["\\])/g, '$1') }
}

/** As it stands in the schema. */
export function sourceOf({ kind, text }: Edited): Source | null {
  switch (kind) {
    case 'none':
      return null
    case 'direct':
      return { expression: `[${text}]` }
    case 'constant':
      return { expression: `"${text.replaceAll(/["\\]/g, '\\$&')}"` }
    case 'expression':
      return { expression: text }
  }
}

/** The same value, as another kind writes it: what was chosen is not lost when somebody goes on with an expression. */
export function asKind(edited: Edited, kind: Kind): Edited {
  if (kind === edited.kind) return edited
  if (kind === 'expression') return { kind, text: edited.text === '' ? '' : (sourceOf(edited)?.expression ?? '') }
  const again = editedOf(edited.kind === 'expression' ? { expression: edited.text } : sourceOf(edited))
  return again.kind === kind ? again : { kind, text: '' }
}

/** On one line. */
export function told(source: Source | null | undefined): string {
  if (source === null || source === undefined) return 'Nothing'
  const text = source.expression ?? sourceOf(editedOf(source))?.expression ?? ''
  return text.replaceAll(/\s+/g, ' ')
}
