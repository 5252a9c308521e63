import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'

const useStyles = makeStyles({
  icon: { fontSize: '20px', flexShrink: 0 },
  success: { color: tokens.colorPaletteGreenForeground1 },
  failure: { color: tokens.colorPaletteRedForeground1 },
  warning: { color: tokens.colorPaletteMarigoldForeground2 },
  skipped: { color: tokens.colorNeutralForeground3 },
})

/** How a step came out. */
export function StatusIcon({ status }: { readonly status: 'success' | 'failure' | 'skipped' | 'warning' }) {
  const styles = useStyles()
  const look = mergeClasses(styles.icon, styles[status])
  const icons = {
    success: <CheckmarkCircleFilled className={look} aria-label="Success" />,
    failure: <DismissCircleFilled className={look} aria-label="Failure" />,
    warning: <WarningFilled className={look} aria-label="Warning" />,
    skipped: <SubtractCircleRegular className={look} aria-label="Skipped" />,
  }
  return icons[status]
}
