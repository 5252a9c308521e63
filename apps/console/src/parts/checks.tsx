import { Badge, makeStyles, tokens } from '@fluentui/react-components'
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
  readonly expected?: string | null
  readonly actual?: unknown
  readonly problem?: string | null
  /** It is the one for which somebody is out of scope. */
  readonly decides?: boolean
}

/** Every check that decides about scope, passed or not, with what was found. */
export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const styles = useStyles()
  if (checks.length === 0) return null
  return (
    <ul className={styles.checks} aria-label="Checks">
      {checks.map(({ name, passed, decides = false, ...seen }, at) => (
        <li key={at} className={styles.check}>
          {passed ? (
            <CheckmarkCircleRegular className={styles.yes} aria-label="Passed:" />
          ) : (
            <DismissCircleRegular className={styles.no} aria-label="Not passed:" />
          )}
          <span>
            {name} <span className={styles.saw}>{saw(seen)}</span>{' '}
            {decides && !passed && (
              <Badge appearance="tint" color="danger">
                decides
              </Badge>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function saw({ expected, actual, problem }: Pick<Check, 'expected' | 'actual' | 'problem'>): string {
  return [
    ...(expected ? [`– wanted: ${expected}`] : []),
    ...(actual === undefined ? [] : [`– found: ${inWords(actual)}`]),
    ...(problem ? [`– ${problem}`] : []),
  ].join(' ')
}

function inWords(actual: unknown): string {
  if (actual === true) return 'yes'
  if (actual === false) return 'no'
  if (actual === null) return 'no value'
  if (Array.isArray(actual)) return actual.length === 0 ? 'none' : actual.map(String).join(', ')
  return typeof actual === 'string' ? actual : JSON.stringify(actual)
}
