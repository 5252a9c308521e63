import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: '2px' },
  says: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, maxWidth: '90ch' },
})

/** The label of something to choose: what it is called, and below what it means. */
export function Choice({ title, says }: { readonly title: string; readonly says: string }) {
  const styles = useStyles()
  return (
    <span className={styles.choice}>
      <span>{title}</span>
      <span className={styles.says}>{says}</span>
    </span>
  )
}
