import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useMay } from '../../api/session.ts'
import { useAskIf } from '../../api/use-ask.ts'
import type { Schema } from '../mapping/schema.ts'
import { groupsGet } from './groups-get.ts'

type Props = { readonly app: string; readonly name: string }

/** Says what becomes of a group that is assigned, beside where groups are. Of several jobs the first one is meant. */
export function GroupsNote({ app, name }: Props) {
  const maySee = useMay()('microsoft.directory/servicePrincipals/synchronization/standard/read')
  const jobs = useAskIf(maySee, 'GET /usher/apps/{app}/jobs', { path: { app } })
  const job = jobs.data?.jobs[0]?.job.name ?? ''
  const at = { path: { app }, query: { job } }
  const schema = useAskIf(job !== '', 'GET /usher/apps/{app}/schema', at)
  const settings = useAskIf(job !== '', 'GET /usher/apps/{app}/settings', at)
  if (schema.data === undefined || settings.data === undefined) return null
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{groupsGet(name, schema.data as unknown as Schema, settings.data.nestedGroups)}</MessageBarBody>
    </MessageBar>
  )
}
