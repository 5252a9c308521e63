import { Field, Switch, Textarea, makeStyles } from '@fluentui/react-components'
import { Choice } from '@usher/parts/choice.tsx'
import { Section } from '@usher/parts/section.tsx'
import type { Draft } from './draft.ts'
import { NumberField } from './number-field.tsx'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '4px', marginLeft: '-8px' },
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))', gap: '16px 24px' },
})

const switches = [
  {
    name: 'groups',
    title: 'Groups',
    says: 'Identity providers may provision groups too. Off, /Groups answers 404 and no schema mentions them.',
  },
  {
    name: 'uniqueExternalId',
    title: 'Unique external IDs',
    says: 'Two users with the same externalId are a conflict (409).',
  },
  {
    name: 'uniqueGroupNames',
    title: 'Unique group names',
    says: 'Two groups with the same displayName are a conflict (409).',
  },
  {
    name: 'requireIfMatch',
    title: 'Require If-Match',
    says: 'A change without the version it is based on is refused (428). Entra and Okta send none.',
  },
  {
    name: 'danglingManagers',
    title: 'Keep managers that are gone',
    says: 'A user keeps its manager when the manager is deleted. Off, the attribute is removed.',
  },
  {
    name: 'listExternalId',
    title: 'List externalId in the schemas',
    says: 'For mapping tools that offer only what /Schemas lists. It is accepted and shown either way.',
  },
] as const

/** What is stored: of which kinds, under which conditions, for how long. */
export function Records({ draft }: { readonly draft: Draft }) {
  const styles = useStyles()
  const { settings, set } = draft
  return (
    <>
      <Section title="Users and groups">
        <div className={styles.list}>
          {switches.map(({ name, title, says }) => (
            <Switch
              key={name}
              checked={settings[name]}
              label={<Choice title={title} says={says} />}
              onChange={(_, { checked }) => set({ [name]: checked })}
            />
          ))}
        </div>
        <Field
          label="Sensitive attributes"
          hint="One in a line. A GET that filters by one of them is refused, since addresses stand in logs: clients use POST and /.search."
        >
          <Textarea
            resize="vertical"
            value={settings.sensitiveAttributes.join('\n')}
            onChange={(_, { value }) => set({ sensitiveAttributes: value === '' ? [] : value.split('\n') })}
          />
        </Field>
      </Section>
      <Section title="Activity" about="Requests are kept with their bodies, without passwords and tokens.">
        <div className={styles.fields}>
          <NumberField
            label="Days that requests are kept"
            hint="1 to 90."
            value={settings.activityDays}
            least={1}
            most={90}
            onValue={(activityDays) => set({ activityDays })}
          />
        </div>
      </Section>
    </>
  )
}
