import { collectionFunctions } from './collection.ts'
import { directoryFunctions } from './directory.ts'
import { logicFunctions } from './logic.ts'
import type { FunctionRow } from './row.ts'
import { textFunctions } from './text.ts'

/** Every function of the language, by name. Names are case sensitive (mapping.md section 2, rule 12). */
export const functions: ReadonlyMap<string, FunctionRow> = new Map(
  [textFunctions, logicFunctions, collectionFunctions, directoryFunctions]
    .flatMap((family) => Object.entries(family))
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
)
