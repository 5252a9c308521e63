import { Text } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { useJob } from '../../parts/use-job.ts'
import { JobChoice } from '../provisioning/job-choice.tsx'
import { Editing } from './editing.tsx'
import type { Schema } from './schema.ts'

/** What flows to an application, and to whom: mappings, scoping filters, attribute lists, earlier versions (UI-7 to UI-10). */
export function MappingPage() {
  const { app, job: named } = useJob()
  const jobs = useAsk('GET /usher/apps/{app}/jobs', { path: { app } })
  return (
    <Loaded query={jobs}>
      {({ jobs: all }) => {
        const names = all.map(({ job }) => job.name)
        const name = named ?? names[0]
        if (name === undefined) return <Empty title="This application has no job" />
        return (
          <>
            {names.length > 1 && <JobChoice names={names} name={name} />}
            <OneJob key={name} app={app} job={name} />
          </>
        )
      }}
    </Loaded>
  )
}

function OneJob({ app, job }: { readonly app: string; readonly job: string }) {
  const saved = useAsk('GET /usher/apps/{app}/schema', { path: { app }, query: { job } })
  return (
    <Loaded query={saved}>
      {(schema) => {
        const known = schema as unknown as Schema
        return known.synchronizationRules.length === 0 ? (
          <Text>This job has no mappings.</Text>
        ) : (
          <Editing app={app} job={job} saved={known} />
        )
      }}
    </Loaded>
  )
}
