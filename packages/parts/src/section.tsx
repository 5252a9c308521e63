import type { ReactNode } from 'react'
import { Subtitle2, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  section: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '20px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: '8px 16px', alignItems: 'flex-start' },
  words: { display: 'flex', flexDirection: 'column', gap: '2px', flex: '1 1 280px' },
  title: { margin: 0 },
  about: { color: tokens.colorNeutralForeground3, maxWidth: '80ch' },
  flush: { padding: '20px 0 8px', '> div:first-child': { padding: '0 20px' } },
})

type Props = {
  readonly title: string
  readonly about?: ReactNode
  readonly actions?: ReactNode
  /** The content, a table, reaches the card's edges. */
  readonly isFlush?: boolean
  readonly children: ReactNode
}

/** A card with a heading of its own. */
export function Section({ title, about, actions, isFlush = false, children }: Props) {
  const styles = useStyles()
  return (
    <section className={mergeClasses(styles.section, isFlush && styles.flush)} aria-label={title}>
      <div className={styles.head}>
        <div className={styles.words}>
          <Subtitle2 as="h2" className={styles.title}>
            {title}
          </Subtitle2>
          {about !== undefined && <Text className={styles.about}>{about}</Text>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}
