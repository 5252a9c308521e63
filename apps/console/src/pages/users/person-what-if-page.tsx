import { useEffect, useState } from 'react'
import { Field, Input, Radio, RadioGroup, Select, Text, makeStyles } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useSettled } from '@usher/parts/use-settled.ts'
import { useParams } from 'react-router'
import { useAsk } from '../../api/use-ask.ts'
import { useList } from '../../api/use-list.ts'
import type { DirectoryObject } from '../../parts/directory.ts'
import { events, supposedBy } from '../why/suppose.ts'
import { type Supposed, Would } from '../why/would.tsx'

const useStyles = makeStyles({
  events: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '12px', maxWidth: '640px' },
})

/** *What would happen if…*: the requests that every application would get. Nothing is written. */
export function PersonWhatIfPage() {
  const styles = useStyles()
  const { user = '' } = useParams()
  const [query, change] = useAddress()
  const event = query.get('event') ?? 'disable'
  const supposed = useSettled(JSON.stringify(supposedBy(query)), 400)
  return (
    <>
      <Section
        title="What would happen if…"
        about="What each application would be sent. Nothing is written, there or here."
      >
        <RadioGroup
          className={styles.events}
          value={event}
          aria-label="What is supposed"
          onChange={(_, { value }) => change({ event: value, group: '', attribute: '', value: '' })}
        >
          {events.map((one) => (
            <Radio key={one.event} value={one.event} label={one.text} />
          ))}
        </RadioGroup>
        {event === 'leaveGroup' && (
          <GroupOf user={user} group={query.get('group') ?? ''} onChoose={(group) => change({ group })} />
        )}
        {event === 'change' && <Attribute query={query} onChange={change} />}
      </Section>
      {supposed !== 'null' && <Everywhere who={user} suppose={JSON.parse(supposed) as Supposed} />}
    </>
  )
}

type OfAttribute = {
  readonly query: URLSearchParams
  readonly onChange: (change: { readonly attribute: string; readonly value: string }) => void
}

/** The address follows when typing pauses. */
function Attribute({ query, onChange }: OfAttribute) {
  const styles = useStyles()
  const [attribute, name] = useState(query.get('attribute') ?? '')
  const [value, put] = useState(query.get('value') ?? '')
  const settled = useSettled(JSON.stringify({ attribute, value }), 400)
  useEffect(() => {
    onChange(JSON.parse(settled) as { attribute: string; value: string })
  }, [settled]) // oxlint-disable-line react-hooks/exhaustive-deps -- only what was typed changes the address
  return (
    <div className={styles.row}>
      <Field label="Attribute">
        <Input value={attribute} placeholder="department" onChange={(_, { value: typed }) => name(typed)} />
      </Field>
      <Field label="Its value would be" hint="Empty: it has no value">
        <Input value={value} onChange={(_, { value: typed }) => put(typed)} />
      </Field>
    </div>
  )
}

type OfGroup = { readonly user: string; readonly group: string; readonly onChoose: (group: string) => void }

function GroupOf({ user, group, onChoose }: OfGroup) {
  const groups = useList('GET /v1.0/users/{id}/memberOf', { path: { id: user } })
  const rows = groups.rows as readonly DirectoryObject[] | undefined
  if (rows?.length === 0) return <Text>They are in no group.</Text>
  return (
    <Field label="Group">
      <Select value={group} onChange={(_, { value }) => onChoose(value)}>
        <option value="">Choose a group</option>
        {rows?.map(({ id, displayName }) => (
          <option key={id} value={id}>
            {displayName}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function Everywhere({ who, suppose }: { readonly who: string; readonly suppose: Supposed }) {
  const status = useAsk('GET /usher/status')
  return (
    <Loaded query={status}>
      {({ applications }) =>
        applications.length === 0 ? (
          <Empty title="There is no application yet" />
        ) : (
          applications.map(({ id, name, job }) => (
            <Would
              key={job.id}
              app={id}
              job={job.name}
              who={who}
              suppose={suppose}
              title={job.name === 'Provisioning' ? name : `${name}: ${job.name}`}
            />
          ))
        )
      }
    </Loaded>
  )
}
