import type { Remembering } from './law.ts'
import { MemoryJournal, type Without } from './memory-journal.ts'

/** A journal in memory for one history, if wished without one of its safeguards. */
export function remembering(without?: Without): Remembering {
  const memory = new MemoryJournal(without)
  return {
    journal: memory.journal.bind(memory),
    restart: () => {
      memory.state.watermark = null
      return Promise.resolve()
    },
  }
}
