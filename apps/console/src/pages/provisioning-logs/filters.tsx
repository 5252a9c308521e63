import { useState } from 'react'
import { Button } from '@fluentui/react-components'
import { FilterRegular } from '@fluentui/react-icons/svg/filter'
import { Choose } from '../../parts/choose.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { PeriodFields } from '../../parts/period-fields.tsx'
import { periodOf } from '../../parts/period.ts'
import { Typed } from '../../parts/typed.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { actions, seldom, statuses } from './question.ts'

type Change = (change: Readonly<Record<string, string | undefined>>) => void
type Props = { readonly query: URLSearchParams; readonly change: Change; readonly ofAll: boolean }

/** LG-6: what of the log is shown. */
export function Filters({ query, change, ofAll }: Props) {
  const [isMore, more] = useState(seldom.some((name) => query.has(name)))
  const of = (name: string): string => query.get(name) ?? ''
  return (
    <FilterBar>
      <PeriodFields period={periodOf(query)} onChange={change} />
      <Choose
        label="Status"
        all="All"
        value={of('result')}
        options={statuses}
        onChoose={(result) => change({ result })}
      />
      <Choose
        label="Action"
        all="All"
        value={of('action')}
        options={actions}
        onChoose={(action) => change({ action })}
      />
      {ofAll && <Application value={of('app')} onChoose={(app) => change({ app })} />}
      {isMore && (
        <>
          <Typed
            label="Person or group"
            placeholder="User name, name or ID"
            value={of('who')}
            onType={(who) => change({ who })}
          />
          <Typed
            label="Error code"
            placeholder="EntryConflict"
            value={of('code')}
            onType={(code) => change({ code })}
          />
          <Typed
            label="Attribute changed"
            placeholder="title"
            value={of('attribute')}
            onType={(attribute) => change({ attribute })}
          />
          <Typed label="Cycle ID" value={of('cycle')} onType={(cycle) => change({ cycle })} />
        </>
      )}
      {!isMore && (
        <Button icon={<FilterRegular />} appearance="subtle" onClick={() => more(true)}>
          More filters
        </Button>
      )}
    </FilterBar>
  )
}

type ApplicationProps = { readonly value: string; readonly onChoose: (app: string) => void }

function Application({ value, onChoose }: ApplicationProps) {
  const { data } = useAsk('GET /usher/apps')
  const options = (data?.applications ?? []).map(({ id, displayName }) => ({ value: id, text: displayName }))
  return <Choose label="Application" all="All" value={value} options={options} onChoose={onChoose} />
}
