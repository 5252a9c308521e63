import { type Archive, archiveOf } from './archive.ts'
import { type Lists, listsOf } from './list.ts'
import { type Groups, groupsOf } from './groups.ts'
import { type Resources, resourcesOf } from './resources.ts'
import type { Db } from './tables.ts'

/** Everything that SCIM requests need of the database. */
export type Store = {
  readonly resources: Resources
  readonly groups: Groups
  readonly lists: Lists
  readonly archive: Archive
}

export function storeOf(db: Db): Store {
  return { resources: resourcesOf(db), groups: groupsOf(db), lists: listsOf(db), archive: archiveOf(db) }
}
