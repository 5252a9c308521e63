import { instantOf } from './date/instant.ts'
import type { Instant } from '../types.ts'

/** A date and time as somebody writes it, as an instant; null when it is none. Without an offset it is UTC. */
export function clockAt(text: string): Instant | null {
  const written = instantOf(text)
  return written === null ? null : (new Date(written).toISOString() as Instant)
}
