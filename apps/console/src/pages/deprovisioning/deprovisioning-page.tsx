import { useState } from 'react'
import { Button, Text, makeStyles, tokens } from '@fluentui/react-components'
import { PersonRegular } from '@fluentui/react-icons/svg/person'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useAsk, useAskIf } from '../../api/use-ask.ts'
import { Facts } from '../../parts/facts.tsx'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { useJob } from '../../parts/use-job.ts'
import { nameOf } from '../users/person.ts'
import { Would } from '../why/would.tsx'
import { Matrix } from './matrix.tsx'

const useStyles = makeStyles({ can: { color: tokens.colorNeutralForeground2 } })

/** What each way of leaving comes to in this application: decided by the engine, setting by setting. */
export function DeprovisioningPage() {
  const styles = useStyles()
  const { at } = useJob()
  const matrix = useAsk('GET /usher/apps/{app}/deprovisioning', at)
  return (
    <>
      <Section
        title="What happens to the account"
        about="Computed for this application as it is set now, and with each setting the other way round. Choose a request to see it as it would be sent."
        isFlush
      >
        <Loaded query={matrix}>{(known) => <Matrix matrix={known} />}</Loaded>
      </Section>
      <Loaded query={matrix}>
        {({ application, disables, deletes }) => (
          <Text className={styles.can}>
            {application} {disables ? 'can' : 'cannot'} disable accounts, and {deletes ? 'can' : 'cannot'} delete them.
          </Text>
        )}
      </Loaded>
      <TryIt />
    </>
  )
}

const tried = [
  ['unassign', 'Unassigned'],
  ['disable', 'Disabled in the directory'],
  ['delete', 'Deleted, and in the recycle bin'],
  ['purge', 'Deleted for good'],
] as const

/** The same of somebody who there is, whose account is read. */
function TryIt() {
  const { app, job } = useJob()
  const [query, change] = useAddress()
  const [isChoosing, setChoosing] = useState(false)
  const who = query.get('who') ?? ''
  const person = useAskIf(who !== '', 'GET /usher/users/{who}', { path: { who } })
  return (
    <>
      <Section
        title="Try it on a person"
        about="Their account is read, and nothing is written."
        actions={
          <Button icon={<PersonRegular />} onClick={() => setChoosing(true)}>
            {who === '' ? 'Choose a person' : 'Choose another one'}
          </Button>
        }
      >
        {person.data !== undefined && (
          <Facts
            facts={[
              [
                'Person',
                <TextLink key="person" to={`/users/${person.data.id}/applications`}>
                  {nameOf(person.data)}
                </TextLink>,
              ],
              ['User principal name', person.data.userPrincipalName],
            ]}
          />
        )}
      </Section>
      {who !== '' &&
        tried.map(([event, title]) => (
          <Would key={event} app={app} job={job} who={who} suppose={{ event }} title={title} />
        ))}
      {isChoosing && (
        <Choose
          onChoose={(id) => {
            change({ who: id })
            setChoosing(false)
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

function Choose({ onChoose, onClose }: { readonly onChoose: (id: string) => void; readonly onClose: () => void }) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const [one] = chosen
  return (
    <Ask
      title="Choose a person"
      verb="Choose"
      isReady={one !== undefined}
      isPending={false}
      error={null}
      onYes={() => one !== undefined && onChoose(one.id)}
      onClose={onClose}
    >
      <PrincipalPicker chosen={chosen} onChoose={(all) => choose(all.slice(-1))} which="users" />
    </Ask>
  )
}
