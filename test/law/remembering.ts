import type { Remembering } from './law.ts'
import { MemoryJournal } from './memory-journal.ts'
import type { Without } from './memory-state.ts'

/** A journal in memory for one history, if wished without one of its safeguards. */
export function remembering(without?: Without): Remembering {
  const memory = new MemoryJournal(without)
  return {
    journal: memory.journal.bind(memory),
    begin: (changed) => memory.lanes.begin(changed),
    shards: memory.shards,
    restart: () => {
      memory.state.watermark = null
      memory.state.checkpoint = null
      return Promise.resolve()
    },
    allow: () => {
      for (const [key, look] of memory.state.looks) {
        const isHeld = look.why === 'removalHeld' || look.why === 'changeHeld'
        if (isHeld) memory.state.looks.set(key, { ...look, decision: 'allowed' })
      }
      return Promise.resolve()
    },
    saved: () => {
      if (without !== 'savedMapping') memory.saved()
      return Promise.resolve()
    },
  }
}
