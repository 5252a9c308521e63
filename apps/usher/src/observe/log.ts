/** What the process says about itself: lines for people, or JSON for machines. No secrets, and no people. */
import { pino } from 'pino'
import { masked } from '../mask.ts'

export const levels = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof levels)[number]
/** Names of applications and jobs, ids, codes, counts, seconds. Never what belongs to a person. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>
export type LogOptions = { readonly format: 'text' | 'json'; readonly level: Level }

/** Lines go to `say`, each as a whole. In text a line is the message alone, which is a sentence. */
export function createLog({ format, level }: LogOptions, say: (line: string) => void): Log {
  return format === 'json' ? jsonLog(level, say) : textLog(level, say)
}

/** A fault of ours: where it happened, and its kind. Its message may hold a value, and is masked. */
export function faultFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: String(error) }
  const { name, message, stack = '' } = error
  const code = (error as { code?: unknown }).code
  return {
    error: name,
    code: typeof code === 'string' ? code : undefined,
    message,
    // The frames alone: the first lines of a stack repeat the message.
    stack: stack.slice(stack.indexOf('\n    at ')).trim(),
  }
}

function jsonLog(level: Level, say: (line: string) => void): Log {
  const out = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => say(line.trimEnd()) },
  )
  return each(
    (one) =>
      (message, fields = {}) =>
        out[one](safe(fields), masked(message, 'people go')),
  )
}

function textLog(level: Level, say: (line: string) => void): Log {
  const heard = levels.indexOf(level)
  return each((one) => (message, fields = {}) => {
    if (levels.indexOf(one) > heard) return
    const { stack } = safe(fields)
    say(oneLine(masked(message, 'people go')) + (stack === undefined ? '' : `\n${stack}`))
  })
}

/** What an application or a client said makes no line of its own, and no terminal do anything. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

function each(make: (level: Level) => Log[Level]): Log {
  return Object.fromEntries(levels.map((level) => [level, make(level)])) as Log
}

function safe(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      // pino's own member for the message.
      name === 'message' ? 'said' : name,
      typeof value === 'string' ? masked(value, 'people go') : value,
    ]),
  )
}
