/** The page about the provisioning of an application; the first job has the name that every application begins with. */
export function addressOf(app: string, job: { readonly name: string }): string {
  const query = job.name === 'Provisioning' ? '' : `?job=${encodeURIComponent(job.name)}`
  return `/enterprise-apps/${app}/provisioning${query}`
}

/** The page where what is held is decided about. */
export function heldAddress(app: string, job: { readonly name: string }, kind: string): string {
  const query = new URLSearchParams({ kind, ...(job.name !== 'Provisioning' && { job: job.name }) })
  return `/enterprise-apps/${app}/held?${query.toString()}`
}
