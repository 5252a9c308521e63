import { useState } from 'react'
import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { CopyField } from '@usher/parts/copy.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Facts } from '../../parts/facts.tsx'
import { Manager } from './manager.tsx'
import { Invite } from './invite.tsx'
import { type KnownPerson, changesOf, ofPerson, rowsOf } from './person.ts'

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: '12px 20px',
    alignItems: 'end',
  },
  buttons: { display: 'flex', gap: '8px' },
})

/** Those that most people have, in the order in which one reads them. */
const usual = [
  'displayName', 'givenName', 'surname', 'mail', 'employeeId', 'employeeType', 'jobTitle', 'department', 'companyName',
  'physicalDeliveryOfficeName', 'telephoneNumber', 'mobile', 'streetAddress', 'postalCode', 'city', 'state', 'country',
  'usageLocation', 'preferredLanguage', 'employeeHireDate', 'employeeLeaveDateTime',
] as const // prettier-ignore

/** What somebody is like: every attribute that mappings can read, and whom they work for and with. */
export function PersonPropertiesPage() {
  const { user = '' } = useParams()
  const person = useAsk('GET /usher/users/{who}', { path: { who: user } })
  return (
    <Loaded query={person}>
      {(known) => (
        <>
          <Properties key={known.id} person={known} />
          {known.deletedDateTime === null && <Manager person={known} />}
          {known.deletedDateTime === null && <Invite person={known} />}
        </>
      )}
    </Loaded>
  )
}

function Properties({ person }: { readonly person: KnownPerson }) {
  const styles = useStyles()
  const may = useMay()
  const [given, give] = useState<Readonly<Record<string, string>> | null>(null)
  const rows = [['userPrincipalName', person.userPrincipalName] as const, ...rowsOf(person, usual)]
  const changes = changesOf(rows, given ?? {})
  const count = Object.keys(changes).length
  const save = useAction({
    run: () => ask('PATCH /usher/users/{who}', { path: { who: person.id }, body: { ...changes } }),
    done: 'Saved. Applications hear of it within seconds.',
    refresh: ofPerson,
    onDone: () => give(null),
  })
  const mayChange = may('microsoft.directory/users/basic/update') && person.deletedDateTime === null
  return (
    <Section
      title="Properties"
      about={given === null ? 'Empty ones are left out.' : 'By the names that mappings use. An empty field clears.'}
      actions={
        mayChange && given === null ? (
          <Button icon={<EditRegular />} onClick={() => give({})}>
            Edit properties
          </Button>
        ) : undefined
      }
    >
      {given === null ? (
        <>
          <Facts facts={rows.filter(([, value]) => value !== '')} />
          <Field label="Object ID">
            <CopyField what="Object ID" text={person.id} />
          </Field>
        </>
      ) : (
        <>
          <div className={styles.fields}>
            {rows.map(([name, value]) => (
              <Field key={name} label={name}>
                <Input
                  value={given[name] ?? value}
                  onChange={(_, { value: typed }) => give((before) => ({ ...before, [name]: typed }))}
                />
              </Field>
            ))}
          </div>
          <Failed error={save.error} />
          <div className={styles.buttons}>
            <ActionButton
              appearance="primary"

              isPending={save.isPending}
              isReady={count > 0}
              onClick={() => save.mutate()}
            >
              {count === 0 ? 'Save' : `Save ${count} changed`}
            </ActionButton>
            <Button onClick={() => give(null)}>Cancel</Button>
          </div>
        </>
      )}
    </Section>
  )
}
