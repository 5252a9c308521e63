import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarBody,
  Spinner,
  Text,
  makeStyles,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { Failed } from '@usher/parts/failed.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import { ask } from '../../api/ask.ts'
import { Counting } from '../../parts/counting.tsx'
import { Figures } from '../../parts/figures.tsx'
import { plural } from '../../parts/numbers.ts'
import { DifferenceTable } from './difference-table.tsx'
import { differences } from './differences.ts'
import { PreviewedChanges } from './previewed-changes.tsx'
import type { Draft } from './use-draft.ts'
import { type Preview, usePreview } from './use-preview.ts'

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '16px', '> *': { flexShrink: 0 } },
})

type Props = { readonly app: string; readonly job: string; readonly draft: Draft; readonly onClose: () => void }

/** What would happen to whom, before it is saved. */
export function PreviewPanel({ app, job, draft, onClose }: Props) {
  const styles = useStyles()
  useFocusReturn()
  const preview = usePreview(app, job, draft.schema)
  const save = useAction({
    run: async () => {
      const answer = await ask('PUT /usher/apps/{app}/schema', {
        path: { app },
        query: { job },
        body: draft.schema,
      })
      if (!answer.saved) throw new Error(answer.findings.map(({ message }) => message).join(' '))
      return answer
    },
    done: ({ runs }) => `Saved. ${runs === true ? 'An initial cycle begins.' : 'The next cycle looks at everybody.'}`,
    refresh: [
      'GET /usher/apps/{app}/schema',
      'GET /usher/apps/{app}/schema/versions',
      'GET /usher/apps/{app}/status',
      'GET /usher/apps/{app}/jobs',
      'GET /usher/status',
    ],
    onDone: () => {
      draft.discard()
      onClose()
    },
  })
  const planned = preview.data?.planned
  return (
    <Drawer open position="end" size="large" onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          What would change
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <DifferenceTable differences={differences(draft.saved, draft.schema)} before="Saved" after="Not saved yet" />
        {preview.isFetching && <Counting read={preview.read} />}
        <Failed error={preview.error} again={preview.refetch} />
        {preview.data !== undefined && <Accounts preview={preview.data} />}
        {preview.error !== null && (
          <Text>
            What it would do to accounts is not known then. It can be saved without knowing it, if it is sound.
          </Text>
        )}
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            Saving makes the next cycle an initial one: everybody who is assigned is looked at again by these mappings
            and filters. What an account has already is not sent again.
          </MessageBarBody>
        </MessageBar>
        <Failed error={save.error} />
      </DrawerBody>
      <DrawerFooter>
        <Button
          appearance="primary"
          disabledFocusable={save.isPending}
          icon={save.isPending ? <Spinner size="tiny" /> : null}
          onClick={() => save.mutate()}
        >
          {planned === undefined ? 'Save without preview' : `Save${losing(planned)}`}
        </Button>
        <Button onClick={onClose}>Keep editing</Button>
      </DrawerFooter>
    </Drawer>
  )
}

/** Who would lose an account stands on the button itself. */
function losing({ disable, delete: deleted }: Preview['planned']): string {
  const lost = [disable > 0 ? `disable ${disable}` : '', deleted > 0 ? `delete ${deleted}` : ''].filter(
    (text) => text !== '',
  )
  return lost.length === 0 ? '' : ` and ${lost.join(', ')}`
}

function Accounts({ preview: { planned, changes } }: { readonly preview: Preview }) {
  const { create, update, disable, delete: deleted, joined, held, problems, read } = planned
  return (
    <>
      <Figures
        figures={[
          { label: 'would be created', value: create },
          { label: 'found and taken over', value: joined },
          { label: 'would be changed', value: update },
          { label: 'would be disabled', value: disable },
          { label: 'would be deleted', value: deleted },
        ]}
      />
      {(disable > 0 || deleted > 0) && (
        <Warning
          text={`${plural(disable + deleted, 'account')} would be disabled or deleted. Accidental-deletion prevention holds what is unusually much.`}
        />
      )}
      {held > 0 && <Warning text={`${plural(held, 'change')} would wait for you to allow or reject it.`} />}
      {problems > 0 && <Warning text={`${plural(problems, 'object')} could not be provisioned.`} />}
      <PreviewedChanges changes={changes} omitted={planned.omitted} read={read} />
    </>
  )
}

function Warning({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}
