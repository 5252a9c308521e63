import { Badge, Body1Strong, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import type { Gives } from '../../api/ask.ts'
import { AppIcon } from '../../parts/app-icon.tsx'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: '10px',
    width: '100%',
    height: '100%',
    boxSizing: 'border-box',
    padding: '16px',
    textAlign: 'left',
    font: 'inherit',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    ':hover': { boxShadow: tokens.shadow8, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  head: { display: 'flex', gap: '12px', alignItems: 'center' },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  about: {
    color: tokens.colorNeutralForeground2,
    display: '-webkit-box',
    WebkitLineClamp: 3,
    WebkitBoxOrient: 'vertical', // oxlint-disable-line typescript/no-deprecated -- line-clamp works with nothing else
    overflow: 'hidden',
  },
  rest: { flex: '1 1 auto' },
  does: { display: 'flex', flexWrap: 'wrap', gap: '6px' },
})

type Props = { readonly template: Gives<'GET /usher/gallery'>['templates'][number]; readonly onOpen: () => void }

export function TemplateCard({ template: { id, displayName, publisher, description, does }, onOpen }: Props) {
  const styles = useStyles()
  return (
    <button type="button" className={styles.card} onClick={onOpen}>
      <span className={styles.head}>
        <AppIcon template={id} size={40} />
        <span className={styles.names}>
          <Body1Strong>{displayName}</Body1Strong>
          <Caption1 className={styles.quiet}>{publisher}</Caption1>
        </span>
      </span>
      <span className={styles.rest}>
        <Caption1 className={styles.about}>{description}</Caption1>
      </span>
      <span className={styles.does}>
        {does.map((one) => (
          <Badge key={one} appearance="outline" color="informative" size="small">
            {one}
          </Badge>
        ))}
      </span>
    </button>
  )
}
