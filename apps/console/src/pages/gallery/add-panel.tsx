import { useState } from 'react'
import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  Link,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import { useNavigate } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { AppIcon } from '../../parts/app-icon.tsx'

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '16px', '> *': { flexShrink: 0 } },
  title: { display: 'flex', alignItems: 'center', gap: '12px' },
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: '6px 16px', margin: 0 },
  label: { color: tokens.colorNeutralForeground3 },
  fact: { margin: 0, overflowWrap: 'anywhere' },
})

type Props = { readonly template: string; readonly isOwn: boolean; readonly onClose: () => void }
type Told = Gives<'GET /usher/gallery/{template}'>

/** What is known of one application, what it will be called here, and Create. */
export function AddPanel({ template, isOwn, onClose }: Props) {
  const styles = useStyles()
  useFocusReturn()
  const told = useAsk('GET /usher/gallery/{template}', { path: { template } })
  return (
    <Drawer open position="end" size="medium" onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          <span className={styles.title}>
            <AppIcon template={template} size={32} />
            {isOwn ? 'Create your own application' : (told.data?.displayName ?? '')}
          </span>
        </DrawerHeaderTitle>
      </DrawerHeader>
      <Loaded query={told}>{(known) => <Form known={known} isOwn={isOwn} onClose={onClose} />}</Loaded>
    </Drawer>
  )
}

function Form({
  known,
  isOwn,
  onClose,
}: {
  readonly known: Told
  readonly isOwn: boolean
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const navigate = useNavigate()
  const [name, setName] = useState(isOwn ? '' : known.displayName)
  const create = useAction({
    run: () => ask('POST /usher/apps', { body: { template: known.id, name: name.trim() } }),
    done: ({ displayName }) => `${displayName} was added. It reaches nobody before you configure and start it.`,
    refresh: ['GET /usher/status', 'GET /usher/apps'],
    onDone: ({ id }) => void navigate(`/enterprise-apps/${id}/overview`),
  })
  const isReady = name.trim() !== '' && !create.isPending
  return (
    <>
      <DrawerBody className={styles.body}>
        <Text>{known.description}</Text>
        <Field label="Name" required>
          <Input value={name} maxLength={120} onChange={(_, { value }) => setName(value)} autoFocus />
        </Field>
        <dl className={styles.facts}>
          {known.said.flatMap(({ label, here }) =>
            here === undefined
              ? []
              : [
                  <dt key={label} className={styles.label}>
                    {label}
                  </dt>,
                  <dd key={`${label}:`} className={styles.fact}>
                    {here}
                  </dd>,
                ],
          )}
        </dl>
        <Link href={known.documentation} target="_blank" rel="noreferrer">
          The documentation of its publisher
        </Link>
        <Failed error={create.error} />
      </DrawerBody>
      <DrawerFooter>
        <Button
          appearance="primary"
          disabled={!isReady}
          icon={create.isPending ? <Spinner size="tiny" /> : null}
          onClick={() => create.mutate()}
        >
          Create
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DrawerFooter>
    </>
  )
}
