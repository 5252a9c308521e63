import { Fragment, type ReactNode } from 'react'
import { Field, Select } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { Navigate, useSearchParams } from 'react-router'
import { useAsk } from '../api/use-ask.ts'
import { useJob } from './use-job.ts'

type Props = { readonly children: ReactNode | ((job: string) => ReactNode) }

/** A page about one job: with several, which one is chosen above it, and the address says it. */
export function EachJob({ children }: Props) {
  const { app, job } = useJob()
  const [query] = useSearchParams()
  const jobs = useAsk('GET /usher/apps/{app}/jobs', { path: { app } })
  return (
    <Loaded query={jobs}>
      {({ jobs: all }) => {
        const names = all.map((one) => one.job.name)
        const [first] = names
        if (first === undefined) return <Empty title="This application has no job" />
        if (names.length > 1 && job === undefined) return <Navigate replace to={`?${withJob(query, first)}`} />
        const name = job ?? first
        return (
          <>
            {names.length > 1 && <JobChoice names={names} name={name} />}
            <Fragment key={name}>{typeof children === 'function' ? children(name) : children}</Fragment>
          </>
        )
      }}
    </Loaded>
  )
}

function JobChoice({ names, name }: { readonly names: readonly string[]; readonly name: string }) {
  const [, change] = useAddress()
  return (
    <Field label="Job" style={{ maxWidth: '320px' }}>
      <Select value={name} onChange={(_, { value }) => change({ job: value }, true)}>
        {names.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
    </Field>
  )
}

function withJob(query: URLSearchParams, job: string): string {
  const after = new URLSearchParams(query)
  after.set('job', job)
  return after.toString()
}
