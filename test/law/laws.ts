import { groups } from './groups/law.ts'
import { guarded } from './guarded/law.ts'
import { lanes } from './lanes/law.ts'
import type { Law } from './law.ts'
import { plans } from './plans/law.ts'
import { plain } from './plain/law.ts'
import { shardsLaw as shards } from './shards/law.ts'
import { rich } from './rich/law.ts'

/** Each must hold, whatever the journal is. */
export const laws = { plain, rich, groups, lanes, shards, guarded, plans } as const satisfies Readonly<
  Record<string, Law>
>
