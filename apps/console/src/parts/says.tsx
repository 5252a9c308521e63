import { Fragment } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  command: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    padding: '1px 4px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
})

/** `usher settings "Contoso HR" --secret-token -`, as sentences name what does it on the command line. */
const command = /(usher [a-z-]+(?: "[^"]*"| --[a-z-]+(?: -| [A-Z]+)?)*)/

/** A sentence of the service; the commands in it are set apart, so that one sees where they begin and end. */
export function Says({ text }: { readonly text: string }) {
  const styles = useStyles()
  return text.split(command).map((piece, at) =>
    at % 2 === 0 ? (
      <Fragment key={at}>{piece}</Fragment>
    ) : (
      <code key={at} className={styles.command}>
        {piece}
      </code>
    ),
  )
}
