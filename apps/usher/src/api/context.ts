import type { House } from '../runner/open-job.ts'
import type { UploadLimits } from '../store/inbound-uploads.ts'
import type { Store } from '../store/directory.ts'
import type { Runner } from '../runner/runner.ts'
import type { Teller } from '../telling.ts'
import type { Directories } from '../directories.ts'

/** What every route works with. */
export type Context = {
  readonly house: House
  readonly runner: Runner
  readonly teller: Teller
  /** The runner runs: true from the start until the end begins. */
  running(): boolean
  /** For questions over the Graph, which end when they take too long; absent: the store itself. */
  readonly reading?: Store
  /** How often clients may call bulkUpload; absent: as often as usual. */
  readonly uploads?: UploadLimits
  /** Where people reach the service; null until it listens. */
  origin?(): string | null
  /** Of the service; absent: this one is the only one. */
  readonly directories?: Directories
  /** Keys that tokens are signed with were changed. */
  keysChanged?(): void
}
