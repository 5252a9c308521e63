import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { Facts } from '../../parts/facts.tsx'
import { Says } from '../../parts/says.tsx'
import type { Line } from './question.ts'

const useStyles = makeStyles({ help: { display: 'flex', flexDirection: 'column', gap: '16px' } })

/** LG-16: what went wrong, what the application said, and what would help. */
export function Troubleshooting({ entry: { provisioningStatusInfo, usher } }: { readonly entry: Line['entry'] }) {
  const styles = useStyles()
  const error = provisioningStatusInfo.errorInformation
  const advice = error?.recommendedAction ?? usher.advice
  return (
    <div className={styles.help}>
      {error !== null && (
        <Facts
          isSmall
          facts={[
            ['Error code', error.errorCode],
            ['Reason', <Says key="reason" text={error.reason} />],
            ...(error.additionalDetails === null
              ? []
              : [['What the application said', error.additionalDetails] as const]),
          ]}
        />
      )}
      {advice !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <Says text={advice} />
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
