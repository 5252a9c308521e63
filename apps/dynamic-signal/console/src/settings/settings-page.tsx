import { useState } from 'react'
import { Button, Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '../api/request.ts'
import type { Settings, SettingsChange } from '../api/types.ts'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Page } from '@usher/parts/page.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { DeletePolicy } from './delete-policy.tsx'
import { type Draft, applied, withChange } from './draft.ts'
import { Leniency } from './leniency.tsx'
import { Limits } from './limits.tsx'
import { Records } from './records.tsx'
import { Schemas } from './schemas.tsx'

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    bottom: '-32px',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '12px 20px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    zIndex: 1,
  },
  words: { flex: '1 1 auto' },
})

const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => get<Settings>('/settings') })

/** How this tenant's service provider behaves. */
export function SettingsPage() {
  const { data, error, refetch } = useQuery(settingsQuery)
  return (
    <Page
      title="Settings"
      crumbs={[{ text: 'Admin' }]}
      about="How the SCIM service of this tenant behaves. A change holds from the next request on."
    >
      <Failed error={error} again={refetch} />
      {data !== undefined && <Form saved={data} />}
      {data === undefined && error === null && (
        <Skeleton aria-label="Loading the settings">
          <SkeletonItem size={128} />
        </Skeleton>
      )}
    </Page>
  )
}

function Form({ saved }: { readonly saved: Settings }) {
  const client = useQueryClient()
  const [change, setChange] = useState<SettingsChange>({})
  const save = useAction<SettingsChange, Settings>({
    run: (wanted) => request('PATCH', '/settings', wanted),
    done: 'The settings are saved.',
    refresh: ['me'], // the navigation shows Groups or not
    failures: 'shown',
    onDone: (after) => {
      client.setQueryData(settingsQuery.queryKey, after)
      setChange({})
    },
  })
  const draft: Draft = {
    settings: applied(saved, change),
    change,
    set: (more) => setChange((before) => withChange(saved, before, more)),
  }
  const count = Object.keys(change).length
  return (
    <>
      <Leniency draft={draft} />
      <DeletePolicy draft={draft} />
      <Records draft={draft} />
      <Limits draft={draft} />
      <Schemas saved={saved} />
      {(count > 0 || save.isPending) && (
        <SaveBar
          isPending={save.isPending}
          error={save.error}
          onSave={() => save.mutate(change)}
          onDiscard={() => {
            setChange({})
            save.reset()
          }}
        />
      )}
    </>
  )
}

type BarProps = {
  readonly isPending: boolean
  readonly error: Error | null
  readonly onSave: () => void
  readonly onDiscard: () => void
}

function SaveBar({ isPending, error, onSave, onDiscard }: BarProps) {
  const styles = useStyles()
  return (
    <div className={styles.bar} role="region" aria-label="Unsaved changes">
      <Failed error={error} />
      <Text className={styles.words}>There are changes that are not saved.</Text>
      <Button onClick={onDiscard} disabledFocusable={isPending}>
        Discard
      </Button>
      <ActionButton
        appearance="primary"
        onClick={onSave}

        isPending={isPending}
      >
        Save
      </ActionButton>
    </div>
  )
}
