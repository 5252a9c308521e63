/** What is asked of the provisioning log, as words, facets and times. */
import { facet, wordsAsked, type Facet, type Instant } from '@usher/engine'
import { quoted } from './log.ts'

/** A line of the log, in its order: newest first. */
export type Place = { readonly at: string; readonly id: number }
export type LogQuestion = {
  /** Any of these. */
  readonly jobs?: readonly string[] | undefined
  /** The id of a person or group, in the directory or in the application. */
  readonly objectId?: string | undefined
  readonly result?: string | undefined
  readonly action?: string | undefined
  readonly reason?: string | undefined
  /** An error code. */
  readonly code?: string | undefined
  readonly cycle?: string | undefined
  /** A target attribute that was changed. */
  readonly attribute?: string | undefined
  /** Words, each of which begins one of the line's. */
  readonly search?: string | undefined
  readonly since?: Instant | undefined
  /** Not included. */
  readonly until?: Instant | undefined
  /** The change id of one line. */
  readonly change?: string | undefined
  /** Lines behind this one only. */
  readonly after?: Place | undefined
}

const facets = ['result', 'action', 'reason', 'code', 'cycle', 'attribute'] as const satisfies readonly Facet[]

/** What a line must have, each a part of a tsquery: `exact` as they are, `words` as beginnings. */
export type Terms = { readonly exact: readonly string[]; readonly words: readonly string[] }

/** Null: whatever the line says. */
export function termsAsked(question: LogQuestion): Terms | null {
  const { jobs, objectId, search, change } = question
  const exact = [
    ...(jobs === undefined ? [] : [anyOf(jobs)]),
    ...facets.flatMap((kind) => {
      const value = question[kind]
      return value === undefined ? [] : [quoted(facet(kind, value))]
    }),
    ...(objectId === undefined ? [] : [quoted(objectId.toLowerCase())]),
    // It begins as the id of its cycle does.
    ...(change === undefined ? [] : [`${quoted(facet('cycle', change.slice(0, 24)))}:*`]),
  ]
  const words = search === undefined ? [] : wordsAsked(search).map((word) => `${quoted(word)}:*`)
  return exact.length + words.length === 0 ? null : { exact, words }
}

function anyOf(jobs: readonly string[]): string {
  return jobs.length === 0 ? quoted(facet('job', '')) : `(${jobs.map((job) => quoted(facet('job', job))).join(' | ')})`
}

/** A place as one word, for whoever asks for the next page. */
export function cursorOf({ at, id }: Place): string {
  return `${at}~${id}`
}

/** Null when it is none. */
export function placeOf(cursor: string): Place | null {
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~(\d{1,15})$/.exec(cursor) ?? []
  return at === undefined || id === undefined || Number.isNaN(Date.parse(at)) ? null : { at, id: Number(id) }
}
