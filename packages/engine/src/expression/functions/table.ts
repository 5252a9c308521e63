import { collectionFunctions } from './collection.ts'
import { dateFunctions } from './date.ts'
import { directoryFunctions } from './directory.ts'
import { encodingFunctions } from './encoding.ts'
import { letterFunctions } from './letters.ts'
import { logicFunctions } from './logic.ts'
import { randomFunctions } from './random.ts'
import { replaceFunctions } from './replace.ts'
import { roleFunctions } from './roles.ts'
import type { FunctionRow } from './row.ts'
import { textFunctions } from './text.ts'
import { usherFunctions } from './usher.ts'

/** The functions of the language as the reference groups them. */
export const families: Readonly<Record<string, Readonly<Record<string, FunctionRow>>>> = {
  Text: { ...textFunctions, ...replaceFunctions },
  'Letters and marks': letterFunctions,
  'Conditions and choices': logicFunctions,
  'Dates and times': dateFunctions,
  Lists: collectionFunctions,
  'Numbers and encodings': encodingFunctions,
  'Random values': randomFunctions,
  Roles: roleFunctions,
  'The directory and the flow': directoryFunctions,
  'Scoping expressions': usherFunctions,
}

/** Every function of the language, by name. Names are case sensitive (mapping.md section 2, rule 12). */
export const functions: ReadonlyMap<string, FunctionRow> = new Map(
  Object.values(families)
    .flatMap((family) => Object.entries(family))
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
)
