import { readFileSync, readdirSync } from 'node:fs'

const ticksPerSecond = 100 // USER_HZ; Linux shows 100 everywhere

/** Seconds of processor time that these processes have used up to now; nothing where there is no /proc. */
export function processorTime(
  processes: Readonly<Record<string, () => readonly number[]>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(processes).map(([name, pids]) => [
      name,
      pids().reduce((sum, pid) => sum + (statOf(pid)?.seconds ?? 0), 0),
    ]),
  )
}

/** A process and those it started: PostgreSQL has one for each connection. */
export function family(parent: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return [parent, ...all.map(Number).filter((pid) => statOf(pid)?.parent === parent)]
}

export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0
}

function statOf(pid: number): { readonly parent: number; readonly seconds: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before it may hold spaces
    // Its own time, and that of its children that have ended: connections come and go.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond }
  } catch {
    return null // it has ended
  }
}
