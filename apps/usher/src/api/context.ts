import type { House } from '../runner/open-job.ts'
import type { Runner } from '../runner/runner.ts'

/** What every route works with. */
export type Context = { readonly house: House; readonly runner: Runner }
