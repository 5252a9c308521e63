import { openPlace, unbar, type Place } from './place.ts'

/** Opens a store again that was moved away; false when it was open. */
export async function reopen(place: Place): Promise<boolean> {
  const database = await openPlace(place, { barred: true })
  try {
    return await unbar(database.db)
  } finally {
    await database.close()
  }
}
