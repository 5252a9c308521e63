import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CopyButton } from './copy.tsx'

const useStyles = makeStyles({
  box: {
    position: 'relative',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    minWidth: 0,
  },
  text: {
    margin: 0,
    padding: '12px 48px 12px 12px',
    overflow: 'auto',
    maxHeight: '60vh',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  copy: { position: 'absolute', top: '4px', right: '4px' },
  name: { color: tokens.colorPaletteBlueForeground2 },
  string: { color: tokens.colorPaletteGreenForeground1 },
  other: { color: tokens.colorPaletteMarigoldForeground2 },
})

type Props = { readonly text: string; readonly what: string; readonly isJson?: boolean }

/** Text to read and to copy. JSON gets its colours; where there is too much of it, colours would only cost time. */
export function Code({ text, what, isJson = false }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.box}>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <pre className={styles.text} tabIndex={0} aria-label={what}>
        {isJson && text.length < 50_000 ? <Coloured text={text} /> : text}
      </pre>
      <div className={styles.copy}>
        <CopyButton text={text} what={what} appearance="subtle" size="small" />
      </div>
    </div>
  )
}

const piece = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g

function Coloured({ text }: { readonly text: string }) {
  const styles = useStyles()
  const shown = []
  let from = 0
  for (const match of text.matchAll(piece)) {
    const [whole, quoted, colon = ''] = match
    const style = quoted === undefined ? styles.other : colon === '' ? styles.string : styles.name
    shown.push(text.slice(from, match.index))
    shown.push(
      <span key={match.index} className={mergeClasses(style)}>
        {quoted ?? whole}
      </span>,
      colon,
    )
    from = match.index + whole.length
  }
  return (
    <>
      {shown}
      {text.slice(from)}
    </>
  )
}
