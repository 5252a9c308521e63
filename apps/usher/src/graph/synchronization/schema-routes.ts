/** Mappings and filters of a job over the Graph (graph-api.md 6.1, 7.7 and 8.5). */
import type { SynchronizationSchema } from '@usher/engine'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import { inboundMappingOf } from '../../import/inbound-mapping.ts'
import { reportOn } from '../../schema/check.ts'
import { comparesOtherwise } from '../../schema/definitions.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { saveSchema } from '../../store/mapping-versions.ts'
import type { Action } from '../access/actions.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { countAnswer, shortList } from '../wire/short-list.ts'
import { discovered } from './discovering.ts'
import { expressionRoutes } from './expression-routes.ts'
import { jobPlaceOf, placeOf, readsTemplates, templateIn, type JobPlace, type Tree } from './place.ts'
import { readSchema } from './schema-in.ts'
import { shownSchema } from './schema-out.ts'
import { templatesOf } from './templates.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const write: Action = 'microsoft.directory/servicePrincipals/synchronizationSchema/manage'
const schemaShape = z.looseObject({
  id: z.string(),
  version: z.string(),
  synchronizationRules: z.array(z.looseObject({ id: z.string() })),
  directories: z.array(z.looseObject({ id: z.string(), name: z.string() })),
})

export function schemaRoutes(tree: Tree): readonly Route[] {
  const at = `/${tree.noun}/:id/synchronization/jobs/:job/schema`
  const { owned } = tree
  const save = (isPatch: boolean) => async (call: Call) => {
    await saveBody(call, await jobPlaceOf(call, tree), isPatch)
    return noContent
  }
  return [
    {
      method: 'GET',
      path: at,
      action: read,
      owned,
      says: 'Mappings and filters of a job, with the attributes of both directories.',
      gives: schemaShape,
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        const of = `${place.of}/jobs('${place.id}')/schema`
        return entityAnswer(call, of, selected(schemaOf(place), call.query.select))
      },
    },
    {
      method: 'PUT',
      path: at,
      action: write,
      owned,
      says: 'Saves mappings and filters, whole or not at all.',
      takes: schemaShape,
      handle: save(false),
    },
    {
      method: 'PATCH',
      path: at,
      action: write,
      owned,
      says: 'The same; lists that are left out stay.',
      takes: schemaShape,
      handle: save(true),
    },
    {
      method: 'DELETE',
      path: at,
      action: write,
      owned,
      says: 'Goes back to the mappings of the gallery.',
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        await saved(call, place, findTemplate(place.app.templateId).schema)
        return noContent
      },
    },
    {
      method: 'GET',
      path: `${at}/directories`,
      action: read,
      owned,
      says: 'The directory and the application, each with its attributes.',
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        return shortList(call, {
          of: `${place.of}/jobs('${place.id}')/schema/directories`,
          resource: 'directoryDefinition',
          items: directoriesOf(place),
        })
      },
    },
    {
      method: 'GET',
      path: `${at}/directories/$count`,
      action: read,
      owned,
      says: 'How many directories a schema has.',
      handle: async (call) => countAnswer(directoriesOf(await jobPlaceOf(call, tree)).length),
    },
    {
      method: 'GET',
      path: `${at}/directories/:directory`,
      action: read,
      owned,
      says: 'One directory with its attributes.',
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        return directoryAnswer(call, place, directoryOf(call, place))
      },
    },
    {
      method: 'POST',
      path: `${at}/directories/:directory/discover`,
      action: write,
      owned,
      says: 'Asks the application which attributes it has. They are in the answer; save the schema to keep them.',
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        return directoryAnswer(call, place, await discovered(call, place, directoryOf(call, place)))
      },
    },
    ...expressionRoutes(tree, at),
    ...templateSchemaRoutes(tree),
  ]
}

/** The schema that jobs of a template begin with. It is the gallery's, so nobody changes it. */
function templateSchemaRoutes(tree: Tree): readonly Route[] {
  const at = `/${tree.noun}/:id/synchronization/templates/:template/schema`
  return [
    {
      method: 'GET',
      path: at,
      action: readsTemplates(tree),
      owned: tree.owned,
      says: 'The mappings that jobs of a template begin with.',
      gives: schemaShape,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const { id, template } = templateIn(call, templatesOf(place.sp))
        const schema = shownSchema(template.schema, { id, version: 'v1.0' })
        return entityAnswer(call, `${place.of}/templates('${id}')/schema`, selected(schema, call.query.select))
      },
    },
    ...expressionRoutes(tree, at),
  ]
}

function schemaOf({ job, id }: JobPlace): Readonly<Record<string, unknown>> {
  return shownSchema(job.schema, { id, version: `v1.${job.schemaVersion}` })
}

type Directory = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string }

function directoriesOf(place: JobPlace): readonly Directory[] {
  return schemaOf(place)['directories'] as readonly Directory[]
}

function directoryOf(call: Call, place: JobPlace): Directory {
  const { directory = '' } = call.params
  const found = directoriesOf(place).find(({ id, name }) => id === directory.toLowerCase() || name === directory)
  if (found === undefined) throw notFound(directory)
  return found
}

function directoryAnswer(call: Call, { of, id }: JobPlace, directory: object) {
  return entityAnswer(call, `${of}/jobs('${id}')/schema/directories`, directory)
}

async function saveBody(call: Call, place: JobPlace, isPatch: boolean): Promise<void> {
  const { schema, findings } = reportOn(readSchema(call.body, place.job.schema, { isPatch }), place.job.settings)
  const wrong = findings.filter(({ severity }) => severity === 'error')
  if (schema === null || wrong.length > 0) {
    const details = wrong.slice(0, 50).map(({ at, message }) => ({ code: 'SchemaInvalid', target: at, message }))
    const sentences = wrong.slice(0, 5).map(({ message }) => message)
    const more = wrong.length > 5 ? ` And ${wrong.length - 5} more.` : ''
    throw new GraphFault('badRequest', `The schema cannot be saved. ${sentences.join(' ')}${more}`, { details })
  }
  await saved(call, place, schema)
}

async function saved(call: Call, { app, job }: JobPlace, schema: SynchronizationSchema): Promise<void> {
  if (isInbound(job)) inboundMappingOf(schema)
  const { house, runner } = call.context
  await saveSchema(house.store, job.id, schema, {
    verify: comparesOtherwise(job.schema, schema),
    actor: call.caller.name,
  })
  await audit(house.store, {
    actor: call.caller.name,
    activity: 'Update attribute mappings or scope',
    object: app.displayName,
    application: app.id,
    details: { job: job.name },
    changes: changesBetween(job.schema, schema),
  })
  runner.wake()
}
