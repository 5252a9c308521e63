import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { type Name, lines } from './ask.ts'

type Parts = Parameters<typeof lines>[1]
type Task<Line> = {
  readonly hear: (line: Line) => void
  /** The queries that may answer otherwise when it has ended. */
  readonly refresh?: readonly string[]
}

/**
 * Something that takes its time and says line by line how far it is.
 *
 * Whoever leaves the page hears nothing more; what the service does goes on.
 */
export function useLines<Line>(name: Name, { hear, refresh = [] }: Task<Line>) {
  const client = useQueryClient()
  const [isRunning, setRunning] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const ending = useRef<AbortController | null>(null)
  useEffect(() => () => ending.current?.abort(), [])
  const run = async (takes: Parts): Promise<void> => {
    const { signal } = (ending.current = new AbortController())
    setError(null)
    setRunning(true)
    try {
      for await (const line of lines<Line>(name, takes, signal)) hear(line)
    } catch (problem) {
      if (!signal.aborted) setError(problem as Error)
    }
    if (!signal.aborted) setRunning(false)
    for (const one of refresh) void client.invalidateQueries({ queryKey: [one] })
  }
  return { isRunning, error, run: (takes: Parts) => void run(takes) }
}
