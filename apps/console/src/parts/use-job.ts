import { useParams, useSearchParams } from 'react-router'

/** The application and the job that the address names; without a job it is the only one. `at`: the same for `ask`. */
export function useJob() {
  const { app = '' } = useParams()
  const [query] = useSearchParams()
  const job = query.get('job') ?? undefined
  return { app, job, at: { path: { app }, query: job === undefined ? {} : { job } } } as const
}
