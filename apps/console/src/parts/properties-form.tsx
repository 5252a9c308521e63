import type { ReactNode } from 'react'
import { makeStyles } from '@fluentui/react-components'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '640px' } })

type Props = {
  readonly mayChange: boolean
  /** Something was changed, and it can be saved so. */
  readonly isReady: boolean
  readonly save: { readonly isPending: boolean; readonly error: Error | null; readonly mutate: () => void }
  readonly children: ReactNode
}

/** What can be changed about an object, and Save. */
export function PropertiesForm({ mayChange, isReady, save, children }: Props) {
  const styles = useStyles()
  return (
    <Section title="Properties">
      <div className={styles.form}>
        {children}
        {mayChange && (
          <div>
            <ActionButton
              appearance="primary"
              isReady={isReady}
              isPending={save.isPending}
              onClick={() => save.mutate()}
            >
              Save
            </ActionButton>
          </div>
        )}
        <Failed error={save.error} />
      </div>
    </Section>
  )
}
