/** What the command line writes: tables and sentences for people, JSON for scripts. */
import type { Command } from 'commander'
import { styleText } from 'node:util'
import { layOut, type Column } from './table.ts'

export type Out = {
  readonly json: boolean
  /** The value as JSON, or the lines for people. */
  show(value: unknown, lines: () => readonly string[]): void
  line(text: string): void
  /** On a terminal as wide as that, with a hint when something is shortened; piped, or with `--wide`, whole. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[]
  /** A time: on a terminal to the second and in its time zone, piped as it is. */
  time(instant: string): string
}

type Screen = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown }

export function createOut(
  { json = false, wide = false }: { readonly json?: boolean; readonly wide?: boolean },
  screen: Screen = process.stdout,
): Out {
  const line = (text: string): void => void screen.write(`${text}\n`)
  const width = screen.isTTY === true && !wide ? (screen.columns ?? 80) : null
  return {
    json,
    line,
    show: (value, lines) => (json ? line(JSON.stringify(value)) : lines().forEach(line)),
    table(columns, rows) {
      const { head, rows: shortened, cut } = layOut(columns, rows, width)
      return [dim(head), ...shortened, ...(cut ? [dim('--wide shows everything.')] : [])]
    },
    // Swedes write a local time in the order of ISO 8601.
    time: (instant) => (screen.isTTY === true ? new Date(instant).toLocaleString('sv-SE') : instant),
  }
}

/** As the options of the whole program say. */
export function outOf(program: Command): Out {
  return createOut(program.opts<{ json?: true; wide?: true }>())
}

type Style = Parameters<typeof styleText>[0]

/** Coloured on a terminal that wants colour, plain otherwise. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

export const good = (text: string): string => paint('green', text)
export const bad = (text: string): string => paint('red', text)
export const dim = (text: string): string => paint('dim', text)
export const bold = (text: string): string => paint('bold', text)

/** An attribute as text; nothing when it is absent. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** `percent`: of the whole, where what is counted here is a part of it. */
type Bar = {
  readonly phase: string
  readonly done: number
  readonly total: number | null
  readonly percent?: number
  readonly extra?: string
  /** Said again when it changes, however little was done. */
  readonly note?: string
}
export type Progress = { at(bar: Bar): void; end(): void }

/** A bar that is drawn over itself on a terminal; a plain line for each tenth otherwise. */
/** "about 40 s", "about 7 min", "about 3 h": of seconds, as exact as one can know them. */
export function duration(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`
  return `about ${Math.round(seconds / 3600)} h`
}

export function createProgress(quiet: boolean): Progress {
  const stream = process.stderr
  let last = ''
  const text = ({ phase, done, total, percent, extra = '', note = '' }: Bar): string => {
    const more = `${extra}${note}`
    if (total === null || total === 0) return `${phase.padEnd(10)} ${done.toLocaleString('en-US')}${more}`
    const share = percent === undefined ? Math.min(1, done / total) : percent / 100
    const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░')
    return `${phase.padEnd(10)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}${more}`
  }
  return {
    at(bar) {
      if (quiet) return
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${text(bar)}`)
        return
      }
      const tenth = bar.total === null || bar.total === 0 ? '' : String(Math.floor((bar.done / bar.total) * 10))
      const { note = '' } = bar
      const key = `${bar.phase} ${tenth} ${note}`
      if (key !== last && (bar.total !== 0 || note !== '')) stream.write(`${text(bar)}\n`)
      last = key
    },
    end() {
      if (!quiet && stream.isTTY) stream.write('\r\u001b[2K')
    },
  }
}
