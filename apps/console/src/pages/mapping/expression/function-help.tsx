import { Caption1, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { CallAt } from './call-at.ts'
import type { FunctionRow } from './completion.ts'
import { parameterOf } from './parameter-of.ts'

const useStyles = makeStyles({
  help: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    padding: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    minWidth: 0,
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  here: { fontWeight: tokens.fontWeightBold, textDecorationLine: 'underline' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** What the function at the cursor does: its parameters, the one that is being written set apart, and an example. */
export function FunctionHelp({ row, call }: { readonly row: FunctionRow; readonly call: CallAt | null }) {
  const styles = useStyles()
  const { syntax, summary, gives, examples, parameters, knownFrom } = row
  const [example] = examples
  const here = parameterOf(parameters, call?.argument ?? -1)
  return (
    <aside className={styles.help} aria-label={`What ${row.name} does`}>
      <span className={styles.code}>{here === null ? syntax : <Marked syntax={syntax} name={here} />}</span>
      <Text>{summary}</Text>
      {example !== undefined && (
        <span className={styles.code}>
          {example.expression} → {example.result}
        </span>
      )}
      <Caption1 className={styles.quiet}>
        Gives: {gives}.{' '}
        {knownFrom === 'Usher'
          ? 'Usher’s own: Entra does not know it.'
          : knownFrom === null
            ? ''
            : `From: ${knownFrom}.`}
      </Caption1>
    </aside>
  )
}

function Marked({ syntax, name }: { readonly syntax: string; readonly name: string }) {
  const styles = useStyles()
  const open = syntax.indexOf('(')
  const at = syntax.indexOf(name, open)
  if (at < 0) return syntax
  return (
    <>
      {syntax.slice(0, at)}
      <span className={styles.here}>{name}</span>
      {syntax.slice(at + name.length)}
    </>
  )
}
