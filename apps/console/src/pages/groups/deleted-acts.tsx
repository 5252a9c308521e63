import { useState } from 'react'
import { Button, makeStyles } from '@fluentui/react-components'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { Confirm } from '../../parts/confirm.tsx'
import type { Group } from '../../parts/directory.ts'

const useStyles = makeStyles({ acts: { display: 'flex', gap: '8px' } })
const refresh = ['GET /v1.0/directory/deletedItems/microsoft.graph.group', 'GET /v1.0/groups']

/** What can be done with a group that was deleted. */
export function DeletedActs({ group: { id, displayName } }: { readonly group: Group }) {
  const styles = useStyles()
  const may = useMay()
  const [isAsked, put] = useState(false)
  const restore = useAction({
    run: () => ask('POST /v1.0/directory/deletedItems/{id}/restore', { path: { id } }),
    done: `${displayName} is back, with its members and assignments.`,
    refresh,
    failures: 'toast',
  })
  if (!may('microsoft.directory/groups/restore')) return null
  return (
    <div className={styles.acts}>
      <Button
        size="small"
        aria-label={`Restore ${displayName}`}
        disabledFocusable={restore.isPending}
        onClick={() => restore.mutate()}
      >
        Restore
      </Button>
      <Button size="small" aria-label={`Delete ${displayName} for good`} onClick={() => put(true)}>
        Delete for good
      </Button>
      {isAsked && (
        <Confirm
          title={`Delete ${displayName} for good?`}
          verb="Delete for good"
          isDangerous
          run={() => ask('DELETE /v1.0/directory/deletedItems/{id}', { path: { id } })}
          done={`${displayName} is gone.`}
          refresh={refresh}
          onClose={() => put(false)}
        >
          Its memberships and assignments go with it. This cannot be undone.
        </Confirm>
      )}
    </div>
  )
}
