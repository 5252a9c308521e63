import { Text, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle'

const useStyles = makeStyles({
  checks: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  check: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', gap: '8px', alignItems: 'start' },
  yes: { fontSize: '20px', color: tokens.colorPaletteGreenForeground1 },
  no: { fontSize: '20px', color: tokens.colorPaletteRedForeground1 },
  saw: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

type Check = {
  readonly name: string
  readonly passed: boolean
  readonly expected?: string
  readonly actual: unknown
  readonly problem?: string
}

/** Every check that decides about scope, passed or not, with what was found. */
export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const styles = useStyles()
  if (checks.length === 0) return null
  return (
    <ul className={styles.checks} aria-label="Checks">
      {checks.map(({ name, passed, expected, actual, problem }) => (
        <li key={name} className={styles.check}>
          {passed ? (
            <CheckmarkCircleRegular className={styles.yes} aria-label="Passed:" />
          ) : (
            <DismissCircleRegular className={styles.no} aria-label="Not passed:" />
          )}
          <span>
            <Text>{name}</Text>{' '}
            <span className={styles.saw}>
              {sawSays(actual)}
              {!passed && expected !== undefined && `, expected ${expected}`}
              {problem !== undefined && `: ${problem}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function sawSays(actual: unknown): string {
  if (actual === true) return 'yes'
  if (actual === false) return 'no'
  if (actual === null) return 'empty'
  if (Array.isArray(actual)) return actual.length === 0 ? 'none' : actual.join(', ')
  return typeof actual === 'string' ? actual : JSON.stringify(actual)
}
