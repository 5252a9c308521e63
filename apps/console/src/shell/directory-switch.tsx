import { Select } from '@fluentui/react-components'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../api/ask.ts'
import { useSession } from '../api/session.ts'

/** Goes on in another directory of somebody who is in several; everything that was shown is of the one before. */
export function DirectorySwitch() {
  const { tenant, directories } = useSession()
  const turn = useAction<string>({
    run: (directory) => ask('POST /usher/session/directory', { body: { directory } }),
    refresh: [],
    failures: 'toast',
    onDone: () => location.assign('/'),
  })
  return (
    <Select
      aria-label="Directory"
      appearance="filled-darker"
      value={tenant}
      disabled={turn.isPending}
      onChange={(_, { value }) => turn.mutate(value)}
    >
      {directories.map(({ id, displayName }) => (
        <option key={id} value={id}>
          {displayName}
        </option>
      ))}
    </Select>
  )
}
