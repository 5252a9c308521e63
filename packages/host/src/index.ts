/** What a program needs of its machine: a held data folder, a database, a port, a clean end. */
export { Refusal, run } from './run.ts'
export { holdFolder, type Hold } from './hold-folder.ts'
export { makeFolder } from './make-folder.ts'
export { openDatabase, type Database } from './database.ts'
export { closeServer, listen } from './listen.ts'
export { endWithParent, onSignals } from './ending.ts'
export { barrier } from './migrate.ts'
export { storeAway } from './store-away.ts'
