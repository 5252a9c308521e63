import { useEffect, useEffectEvent, useRef } from 'react'
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { type Known, completionsAt } from './completion.ts'
import { look } from './highlight.ts'

export type Underlined = { readonly severity: 'error' | 'warning'; readonly message: string; readonly offset: number }

type Props = {
  readonly label: string
  readonly text: string
  readonly known: Known
  readonly underlined: readonly Underlined[]
  readonly isReadOnly?: boolean
  readonly onChange: (text: string) => void
  readonly onPlace: (offset: number) => void
}

const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''

/**
 * What is typed over a selection, or deletes one, is carried out by the editor. The browser would keep the colours of what was
 * selected as styles of elements, which the policy of the page forbids.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main
    const text = event.inputType === 'insertText' ? event.data : event.inputType.startsWith('delete') ? '' : null
    if (text === null || empty || view.state.readOnly) return false
    event.preventDefault()
    const userEvent = text === '' ? 'delete.selection' : 'input.type'
    const change = () => view.state.update(view.state.replaceSelection(text), { userEvent })
    // What closes brackets and quotation marks puts them around what is selected.
    const isHandled =
      text !== '' && view.state.facet(EditorView.inputHandler).some((by) => by(view, from, to, text, change))
    if (!isHandled) view.dispatch(change())
    return true
  },
})

/** An expression with its colours, completion and errors. Tab goes on to the next field, as everywhere. */
export function Editor({ label, text, known, underlined, isReadOnly = false, onChange, onPlace }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useEffectEvent(onChange)
  const moved = useEffectEvent(onPlace)
  useEffect(() => {
    const parent = place.current
    if (parent === null) return undefined
    const completing = new Compartment()
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(nonce),
          look,
          replacing,
          history(),
          bracketMatching(),
          closeBrackets(),
          EditorView.lineWrapping,
          EditorState.readOnly.of(isReadOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
          completing.of(autocompletion({ override: [(context) => completionsAt(context, known)], icons: false })),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString())
            if (update.docChanged || update.selectionSet) moved(update.state.selection.main.head)
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
    // Made once for an expression; what changes within it is told to it below.
  }, [label, known, isReadOnly]) // oxlint-disable-line react-hooks/exhaustive-deps
  useEffect(() => {
    const now = view.current
    if (now !== null && now.state.doc.toString() !== text)
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const now = view.current
    if (now !== null) now.dispatch(setDiagnostics(now.state, diagnostics(now.state.doc.toString(), underlined)))
  }, [underlined])
  return <div ref={place} />
}

/** What stands at the place is underlined: a word, an attribute, a text, or one character. */
function diagnostics(text: string, underlined: readonly Underlined[]): readonly Diagnostic[] {
  return underlined.map(({ severity, message, offset }) => {
    const from = Math.min(offset, Math.max(0, text.length - 1))
    const [piece = ' '] = /^(?:\[[^\]]*\]?|"(?:[^"\\]|\\.)*"?|[A-Za-z0-9_]+|.)/s.exec(text.slice(from)) ?? []
    return { severity, message, from, to: Math.min(text.length, from + piece.length) }
  })
}
