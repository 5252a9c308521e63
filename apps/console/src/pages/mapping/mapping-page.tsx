import { Text } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { EachJob } from '../../parts/each-job.tsx'
import { useJob } from '../../parts/use-job.ts'
import { Editing } from './editing.tsx'
import type { Schema } from './schema.ts'

/** What flows to an application, and to whom: mappings, scoping filters, attribute lists, earlier versions (UI-7 to UI-10). */
export function MappingPage() {
  return <EachJob>{(job) => <OneJob job={job} />}</EachJob>
}

function OneJob({ job }: { readonly job: string }) {
  const { app } = useJob()
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
