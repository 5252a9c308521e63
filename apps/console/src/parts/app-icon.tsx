import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({ icon: { flexShrink: 0, borderRadius: tokens.borderRadiusMedium } })

/** The picture of an application, beside its name. */
export function AppIcon({ template, size = 24 }: { readonly template: string; readonly size?: number }) {
  const styles = useStyles()
  return (
    <img
      className={styles.icon}
      src={`/usher/gallery/${encodeURIComponent(template)}/icon.svg`}
      alt=""
      width={size}
      height={size}
    />
  )
}
