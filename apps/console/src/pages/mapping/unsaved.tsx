import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { plural } from '../../parts/numbers.ts'
import { differences } from './differences.ts'
import type { Finding } from './findings.ts'
import type { Draft } from './use-draft.ts'

type Props = { readonly draft: Draft; readonly findings: readonly Finding[]; readonly onPreview: () => void }

const named = 4

/** Says what is not saved yet, on every part of the page. */
export function Unsaved({ draft, findings, onPreview }: Props) {
  const changes = differences(draft.saved, draft.schema)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const more = changes.length - named
  return (
    <MessageBar intent={errors > 0 ? 'error' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{plural(changes.length, 'unsaved change')}</MessageBarTitle>
        {changes
          .slice(0, named)
          .map(({ what }) => what)
          .join('; ')}
        {more > 0 && `; and ${more} more`}.{' '}
        {errors > 0 && `${plural(errors, 'error')} must be put right before it can be saved. `}
        {draft.isOvertaken && 'Somebody else saved other mappings since you began; saving yours replaces theirs.'}
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" onClick={onPreview}>
          Preview and save
        </Button>
        <Button onClick={draft.discard}>Discard</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
