/** What is asked of the log over HTTP: the same members for its pages and for its files. */
import { lineOfChange, type Instant } from '@usher/engine'
import { z } from 'zod'
import { findApplication } from '../../store/applications.ts'
import { isUuid, Wrong, type Store } from '../../store/directory.ts'
import { jobOf, jobsOf } from '../../store/jobs.ts'
import { placeOf, type LogQuestion } from '../../store/log-question.ts'
import { loggedAs } from '../../store/log-who.ts'
import { namedObject } from '../../store/named-object.ts'
import { when } from '../when.ts'

export function questionMembers(now: () => Instant) {
  return {
    app: z.string().optional(),
    job: z.string().optional(),
    /** A person or group: whatever names one that the directory has; else a name, words of it, or an id of either side. */
    who: z.string().min(1).optional(),
    import: z.stringbool().optional(),
    result: z.enum(['success', 'failure', 'skipped', 'warning', 'held']).optional(),
    action: z.enum(['create', 'update', 'disable', 'delete', 'stagedDelete', 'other']).optional(),
    reason: z.string().min(1).optional(),
    code: z.string().min(1).optional(),
    cycle: z.string().refine(isUuid, 'must be the id of a cycle').optional(),
    change: z
      .string()
      .refine((text) => lineOfChange(text) !== null, 'must be the id of a change')
      .optional(),
    /** A target attribute that was changed. */
    attribute: z.string().min(1).optional(),
    search: z.string().max(1000).optional(),
    since: when(now).optional(),
    until: when(now).optional(),
    after: z
      .string()
      .transform((text, context) => {
        const place = placeOf(text)
        if (place !== null) return place
        context.addIssue({ code: 'custom', message: 'is not the next of a page' })
        return z.NEVER
      })
      .optional(),
  }
}

type Asked = z.infer<z.ZodObject<ReturnType<typeof questionMembers>>>

/** The question as the store takes it. Throws `Wrong` when what it names is not there. */
export async function questionOf(store: Store, asked: Asked): Promise<LogQuestion> {
  const { result, action, reason, code, cycle, attribute, search, since, until, after, who, change } = asked
  const base = {
    jobs: await jobsNamed(store, asked),
    result,
    action,
    reason,
    code,
    cycle,
    attribute,
    since,
    until,
    after,
    change,
  }
  return { ...base, search, objectId: who === undefined ? undefined : await idOf(store, who, base.jobs) }
}

/** The ids of all jobs of an application, or of the one that is named; undefined: whatever job it was. */
async function jobsNamed(store: Store, asked: Asked): Promise<readonly string[] | undefined> {
  if (asked.import === true) return ['import']
  if (asked.app === undefined) return undefined
  const on = await findApplication(store, asked.app)
  return asked.job === undefined
    ? (await jobsOf(store, on)).map(({ id }) => id)
    : [(await jobOf(store, on, asked.job)).id]
}

/** Throws `Wrong` when neither directory nor log has anybody of that name, or the log has several. */
async function idOf(store: Store, who: string, jobs: LogQuestion['jobs']): Promise<string> {
  try {
    return (await namedObject(store, who)).ref.id
  } catch (error) {
    if (!(error instanceof Wrong) || error.code !== 'notFound') throw error
    const [one, ...others] = await loggedAs(store, who, jobs)
    if (one === undefined)
      throw new Wrong(
        'notFound',
        `${error.message} The log has nobody of that name either; --search finds lines by any of their words.`,
      )
    if (others.length === 0) return one.id
    const named = [one, ...others]
      .slice(0, mostNamed)
      .map(({ displayName, upn, id }) => `${displayName} (${upn ?? id})`)
    throw new Wrong(
      'ambiguous',
      `More than one in the log is called "${who}": ${named.join(', ')}${others.length >= mostNamed ? ', …' : ''}. Give the userPrincipalName or an id.`,
    )
  }
}

/** As many of one name as are told apart. */
const mostNamed = 5
