import { Switch, makeStyles } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import type { Draft } from './draft.ts'
import { NumberField } from './number-field.tsx'

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))', gap: '16px 24px' },
  field: { display: 'flex', flexDirection: 'column', gap: '4px' },
  switch: { marginLeft: '-8px' },
})

const limits = [
  {
    name: 'requestsPerSecond',
    title: 'Limit requests',
    label: 'Requests a second',
    usual: 1000,
    hint: 'At least 25: an identity provider must get on.',
  },
  {
    name: 'listsPerSecond',
    title: 'Limit list requests',
    label: 'List requests a second',
    usual: 100,
    hint: 'Lists and searches cost more than other requests.',
  },
] as const

/** Beyond a limit a request gets 429 and Retry-After. */
export function Limits({ draft }: { readonly draft: Draft }) {
  const styles = useStyles()
  const { settings, set } = draft
  return (
    <Section
      title="Rate limits"
      about="For all tokens and clients of this tenant together. Beyond it a request gets 429."
    >
      <div className={styles.fields}>
        {limits.map(({ name, title, label, usual, hint }) => {
          const value = settings[name]
          return (
            <div key={name} className={styles.field}>
              <Switch
                className={styles.switch}
                label={title}
                checked={value !== null}
                onChange={(_, { checked }) => set({ [name]: checked ? usual : null })}
              />
              {value !== null && (
                <NumberField
                  label={label}
                  hint={hint}
                  value={value}
                  least={name === 'requestsPerSecond' ? 25 : 1}
                  most={1_000_000}
                  onValue={(wanted) => set({ [name]: wanted })}
                />
              )}
            </div>
          )
        })}
      </div>
    </Section>
  )
}
