import type { Remembering } from './law.ts'
import { MemoryJournal, type Without } from './memory-journal.ts'

/** A journal in memory for one history, if wished without one of its safeguards. */
export function remembering(without?: Without): Remembering {
  const memory = new MemoryJournal(without)
  const restart = (): Promise<void> => {
    memory.state.watermark = null
    return Promise.resolve()
  }
  return {
    journal: memory.journal.bind(memory),
    restart,
    // A mapping that is saved anew asks for everybody to be looked at by it.
    saved: without === 'savedMapping' ? () => Promise.resolve() : restart,
  }
}
