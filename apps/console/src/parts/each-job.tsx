import type { ReactNode } from 'react'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Navigate, useSearchParams } from 'react-router'
import { useAsk } from '../api/use-ask.ts'
import { JobChoice } from '../pages/provisioning/job-choice.tsx'
import { useJob } from './use-job.ts'

/** A page about one job: with several, which one is chosen above it, and the address says it. */
export function EachJob({ children }: { readonly children: ReactNode }) {
  const { app, job } = useJob()
  const [query] = useSearchParams()
  const jobs = useAsk('GET /usher/apps/{app}/jobs', { path: { app } })
  return (
    <Loaded query={jobs}>
      {({ jobs: all }) => {
        const names = all.map((one) => one.job.name)
        const [first = ''] = names
        if (names.length < 2) return children
        if (job === undefined) return <Navigate replace to={`?${withJob(query, first)}`} />
        return (
          <>
            <JobChoice names={names} name={job} />
            {children}
          </>
        )
      }}
    </Loaded>
  )
}

function withJob(query: URLSearchParams, job: string): string {
  const after = new URLSearchParams(query)
  after.set('job', job)
  return after.toString()
}
