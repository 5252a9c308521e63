/** provisionOnDemand: one object now, written, at most five calls in ten seconds (graph-api.md 6.5). */
import type { Ref } from '@usher/scim'
import { z } from 'zod'
import { demanded } from '../../review/demand.ts'
import { graphLimits, graphTurns, readGraphDemand, type GraphSubject } from '../../review/graph-demand.ts'
import { audit } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import { links } from '../../store/journal.ts'
import { namedObject, type Named } from '../../store/named-object.ts'
import type { Call, Route } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'
import { demandAnswer } from './demand-shape.ts'
import { jobPlaceOf, type JobPlace, type Tree } from './place.ts'

const subject = z.object({ objectId: z.string(), objectTypeName: z.string() })
const demandBody = z.object({
  parameters: z.array(
    z.object({
      ruleId: z.string(),
      subjects: z.array(
        subject.extend({
          links: z
            .object({
              members: z.array(subject).nullish(),
              owners: z.array(subject).nullish(),
              manager: subject.nullish(),
            })
            .nullish(),
        }),
      ),
    }),
  ),
})

export function demandRoutes(tree: Tree): readonly Route[] {
  return [
    {
      method: 'POST',
      path: `/${tree.noun}/:id/synchronization/jobs/:job/provisionOnDemand`,
      action: 'microsoft.directory/servicePrincipals/synchronizationJobs/manage',
      owned: tree.owned,
      says: `Provisions one person, or one group with at most ${graphLimits.members} members, now; at most ${graphLimits.calls} times in ${graphLimits.seconds} seconds.`,
      takes: demandBody,
      gives: z.object({ key: z.string(), value: z.string() }),
      handle: async (call) => provision(call, await jobPlaceOf(call, tree)),
    },
  ]
}

/** Who has asked lately, by job; of one service. */
const turns = new WeakMap<object, Map<string, (now: number) => number>>()

function mustHaveTurn({ context: { house } }: Call, job: string): void {
  const byJob = turns.get(house) ?? new Map<string, (now: number) => number>()
  turns.set(house, byJob)
  const turn = byJob.get(job) ?? graphTurns()
  byJob.set(job, turn)
  const wait = turn(Date.now())
  if (wait === 0) return
  throw new GraphFault(
    'tooMany',
    `A job is asked at most ${graphLimits.calls} times in ${graphLimits.seconds} seconds. Try again in ${Math.ceil(wait / 1000)} s.`,
    { headers: { 'retry-after': String(Math.ceil(wait / 1000)) } },
  )
}

async function provision(call: Call, place: JobPlace) {
  const { house, runner } = call.context
  const { app, job } = place
  mustHaveTurn(call, job.id)
  const body = demandBody.parse(call.body ?? {})
  const given = readGraphDemand({
    parameters: body.parameters.map(({ subjects, ...rest }) => ({
      ...rest,
      subjects: subjects.map(({ links, ...one }) => ({ ...one, links: { members: links?.members ?? [] } })),
    })),
  })
  const rule = job.schema.synchronizationRules.find(({ id }) => id === given.ruleId)
  if (rule === undefined) throw new GraphFault('badRequest', `The schema of the job has no rule '${given.ruleId}'. It has: ${job.schema.synchronizationRules.map(({ id }) => id).join(', ')}.`) // prettier-ignore
  const asked = await named(call, given.subject)
  const members = await Promise.all(given.members.map(async (one) => (await named(call, one)).ref))
  const began = new Date().toISOString()
  const results = await demanded(
    { house, runner },
    {
      app,
      job,
      write: true,
      asked: { refs: [asked.ref], members: members.map((member) => ({ group: asked.ref, member })) },
    },
  )
  await audit(house.store, {
    actor: call.caller.name,
    activity: 'Provision on demand',
    object: app.displayName,
    application: app.id,
    details: { job: job.name, objects: 1, members: members.length },
  })
  const own = results.find(({ ref }) => isSame(ref, asked.ref))
  if (own === undefined)
    throw new GraphFault('badRequest', `'${given.subject.objectId}' is of no type that this job provisions.`)
  const mapping = rule.objectMappings.find(({ sourceObjectName }) => sourceObjectName === asked.ref.type)
  const [link] = [...(await links(house.store, job.id, [asked.ref])).values()]
  const answer = demandAnswer(own, {
    account: link?.targetId ?? null,
    target: rule.targetDirectoryName,
    targetType: mapping?.targetObjectName ?? asked.ref.type,
    began,
    ended: new Date().toISOString(),
    name: asked.kind === 'user' ? asked.user.userPrincipalName : asked.group.displayName,
  })
  return {
    status: 200,
    body: { '@odata.context': metadata(call, 'microsoft.graph.stringKeyStringValuePair'), ...answer },
  }
}

/** The object, if it is of the type that is said: letter case varies among clients. */
async function named({ context: { house } }: Call, { objectId, objectTypeName }: GraphSubject): Promise<Named> {
  try {
    const found = await namedObject(house.store, objectId)
    if (found.ref.id === objectId.toLowerCase() && found.ref.type.toLowerCase() === objectTypeName.toLowerCase())
      return found
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
  }
  throw new GraphFault('badRequest', `There is no ${objectTypeName} with the objectId '${objectId}'.`)
}

function isSame(one: Ref, other: Ref): boolean {
  return one.type === other.type && one.id === other.id
}
