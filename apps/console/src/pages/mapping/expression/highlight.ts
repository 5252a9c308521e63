/** Colours of the mapping language, light and dark, by the variables of the theme. */
import { HighlightStyle, type StringStream, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const pieces: readonly (readonly [RegExp, string])[] = [
  [/^\[[^\]]*\]?/, 'variableName'],
  [/^"(?:[^"\\]|\\.)*"?/, 'string'],
  [/^(?:-?\d+(?:\.\d+)?|&H[0-9A-Fa-f]+)/, 'number'],
  [/^[A-Za-z][A-Za-z0-9_]*/, 'keyword'],
  [/^(?:<>|>=|<=|[=<>&])/, 'operator'],
  [/^[(),]/, 'punctuation'],
]

function token(stream: StringStream): string | null {
  if (stream.eatSpace()) return null
  const found = pieces.find(([pattern]) => stream.match(pattern) !== null)
  if (found === undefined) stream.next()
  return found?.[1] ?? null
}

const colours = HighlightStyle.define([
  { tag: tags.variableName, color: 'var(--colorPaletteBlueForeground2)' },
  { tag: tags.string, color: 'var(--colorPaletteGreenForeground1)' },
  { tag: tags.number, color: 'var(--colorPaletteMarigoldForeground2)' },
  { tag: tags.keyword, color: 'var(--colorPaletteBerryForeground1)', fontWeight: '600' },
  { tag: tags.operator, color: 'var(--colorNeutralForeground2)' },
])

const theme = EditorView.theme({
  '&': {
    color: 'var(--colorNeutralForeground1)',
    backgroundColor: 'var(--colorNeutralBackground1)',
    border: '1px solid var(--colorNeutralStroke1)',
    borderRadius: 'var(--borderRadiusMedium)',
    fontSize: '14px',
  },
  '&.cm-focused': { outline: '2px solid var(--colorBrandStroke1)', outlineOffset: '-1px' },
  '.cm-content': {
    fontFamily: 'var(--fontFamilyMonospace)',
    minHeight: '72px',
    padding: '8px 4px',
    caretColor: 'var(--colorNeutralForeground1)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--colorNeutralForeground1)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--colorBrandBackground2) !important',
  },
  '.cm-scroller': { overflow: 'auto', maxHeight: '320px' },
  '.cm-tooltip': {
    color: 'var(--colorNeutralForeground1)',
    backgroundColor: 'var(--colorNeutralBackground1)',
    border: '1px solid var(--colorNeutralStroke1)',
    borderRadius: 'var(--borderRadiusMedium)',
    boxShadow: 'var(--shadow8)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--fontFamilyMonospace)', maxHeight: '14em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--colorNeutralForegroundOnBrand)',
    backgroundColor: 'var(--colorBrandBackground)',
  },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal', opacity: '0.8' },
  '.cm-completionInfo': { padding: '8px 12px', maxWidth: '360px', fontFamily: 'var(--fontFamilyBase)' },
  '.cm-diagnostic': { fontFamily: 'var(--fontFamilyBase)', padding: '6px 10px' },
  '.cm-lintRange': { textDecoration: 'underline wavy', textUnderlineOffset: '3px', backgroundImage: 'none !important' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--colorStatusDangerForeground1)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--colorStatusWarningForeground1)' },
})

export const look = [StreamLanguage.define({ token }), syntaxHighlighting(colours), theme]
