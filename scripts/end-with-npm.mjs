import { readFileSync } from 'node:fs'

/** How often is looked, and how long a program may take to end, in milliseconds. */
const every = 500
const grace = 15_000

/**
 * Ends the program that was started for npm or npx when these are gone, `kill -9` included.
 *
 * npm starts a shell and the shell starts this process: a signal for npm ends the shell at most, and nobody is told. So it is looked
 * whether both are still there. Where there is no /proc only the one that started this process is seen. `env`: of this process.
 */
export function endWithNpm(child, env = process.env) {
  if (env.npm_lifecycle_event === undefined) return
  const began = above()
  const watch = setInterval(() => {
    if (above() === began) return
    clearInterval(watch)
    child.kill('SIGTERM')
    setTimeout(() => process.exit(1), grace).unref()
  }, every)
  watch.unref()
}

/** Whoever started this process; and npm above it, if that is a shell. */
function above() {
  const { ppid } = process
  const [name, parent] = processAt(ppid)
  return /^(ash|bash|busybox|dash|ksh|sh|zsh)$/.test(name) ? `${ppid} ${parent}` : `${ppid}`
}

/** Name and parent of a process (proc(5): the name may hold spaces and brackets). */
function processAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return [stat.slice(stat.indexOf('(') + 1, end), stat.slice(end + 2).split(' ')[1]]
  } catch {
    return ['', ''] // gone, or there is no /proc
  }
}
