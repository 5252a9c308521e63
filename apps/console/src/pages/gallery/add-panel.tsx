import { useState } from 'react'
import { Button, Field, Input, Link, Text, makeStyles } from '@fluentui/react-components'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { AppIcon } from '../../parts/app-icon.tsx'
import { Facts } from '../../parts/facts.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'

const useStyles = makeStyles({ title: { display: 'flex', alignItems: 'center', gap: '12px' } })

type Props = { readonly template: string; readonly isOwn: boolean; readonly onClose: () => void }

/** What is known of one application, what it will be called here, and Create. */
export function AddPanel({ template, isOwn, onClose }: Props) {
  const styles = useStyles()
  const navigate = useNavigate()
  const told = useAsk('GET /usher/gallery/{template}', { path: { template } })
  const [typed, type] = useState<string | null>(null)
  const usual = told.data?.displayName ?? ''
  const name = typed ?? (isOwn ? '' : usual)
  const create = useAction({
    run: () => ask('POST /usher/apps', { body: { template, name: name.trim() } }),
    done: ({ displayName }) => `${displayName} was added. It reaches nobody before you configure and start it.`,
    refresh: ['GET /usher/status', 'GET /usher/apps'],
    onDone: ({ id }) => void navigate(`/enterprise-apps/${id}/overview`),
  })
  return (
    <SidePanel
      title={
        <span className={styles.title}>
          <AppIcon template={template} size={32} />
          {isOwn ? 'Create your own application' : usual}
        </span>
      }
      size="medium"
      foot={
        <>
          <ActionButton
            appearance="primary"
            isReady={name.trim() !== ''}
            isPending={create.isPending}
            onClick={() => create.mutate()}
          >
            Create
          </ActionButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
      onClose={onClose}
    >
      <Loaded query={told}>
        {({ description, said, documentation }) => (
          <>
            <Text>{description}</Text>
            <Field label="Name" required>
              <Input value={name} maxLength={120} onChange={(_, { value }) => type(value)} autoFocus />
            </Field>
            <Facts facts={said.flatMap(({ label, here }) => (here === undefined ? [] : [[label, here] as const]))} />
            <Link href={documentation} target="_blank" rel="noreferrer">
              The documentation of its publisher
            </Link>
          </>
        )}
      </Loaded>
      <Failed error={create.error} />
    </SidePanel>
  )
}
