import { sql } from 'kysely'
import { registrationBy } from '../../store/registrations.ts'
import { seen } from '../access/owners.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { expanded } from './expand.ts'
import { endApplication } from '../ending.ts'
import { keyIn } from '../wire/address.ts'
import { countRoute } from '../wire/count-route.ts'
import { createdAnswer, entityAnswer } from '../wire/entity.ts'
import { denied } from '../wire/fault.ts'
import { prefers } from '../wire/prefers.ts'
import { listing } from '../wire/sql-list.ts'
import { applicationBody, changeApplication, createApplication } from './change.ts'
import { applicationShape, shownApplications } from './entity.ts'
import { applicationList } from './list.ts'
import { whichApplication } from './which.ts'

const read = 'microsoft.directory/applications/standard/read'
const listed = listing(async (call) =>
  applicationList(call, await seen(call, { type: 'application', read, id: sql`r.id` })),
)

export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/applications',
    action: read,
    mine: true,
    says: 'App registrations.',
    gives: applicationShape,
    handle: listed.answer,
  },
  countRoute({
    path: '/applications',
    action: read,
    mine: true,
    says: 'How many app registrations there are.',
    count: listed.count,
  }),
  {
    method: 'POST',
    path: '/applications',
    action: 'microsoft.directory/applications/create',
    mine: true,
    says: 'Makes an app registration; whoever makes it owns it.',
    takes: applicationBody,
    gives: applicationShape,
    handle: async (call) => created(call, await createApplication(call, call.body)),
  },
  {
    method: 'GET',
    path: '/applications/:id',
    action: read,
    owned: 'application',
    says: 'One app registration, by id, appId or uniqueName.',
    gives: applicationShape,
    handle: async (call) => {
      const [one] = await expanded(call, 'application', await shownApplications(call, [await whichApplication(call)]))
      return entityAnswer(call, 'applications', one)
    },
  },
  {
    method: 'PATCH',
    path: '/applications/:id',
    action: 'microsoft.directory/applications/basic/update',
    owned: 'application',
    says: 'Changes an app registration; by uniqueName and with Prefer: create-if-missing it is made when there is none.',
    takes: applicationBody,
    handle: upsert,
  },
  {
    method: 'DELETE',
    path: '/applications/:id',
    action: 'microsoft.directory/applications/delete',
    owned: 'application',
    says: 'Deletes an app registration and its service principal; they can be restored for 30 days.',
    handle: async (call) => {
      await endApplication(call, { kind: 'application', ...(await whichApplication(call)) })
      return noContent
    },
  },
]

async function upsert(call: Call) {
  const { by, value } = keyIn(call.params['id'] ?? '', ['appId', 'uniqueName'])
  if (by === 'uniqueName' && prefers(call, 'create-if-missing')) {
    if ((await registrationBy(call.context.house.store, 'uniqueName', value)) === null) {
      if (!(await call.may('microsoft.directory/applications/create'))) throw denied()
      return created(call, await createApplication(call, call.body, { uniqueName: value }))
    }
  }
  await changeApplication(call, await whichApplication(call), call.body)
  return noContent
}

async function created(call: Call, { made, secrets }: Awaited<ReturnType<typeof createApplication>>) {
  const [one] = await shownApplications(call, [made])
  const shown = { ...one, ...(secrets.length > 0 && { passwordCredentials: secrets }) }
  return createdAnswer(call, { of: 'applications', type: 'Application', id: made.id }, shown)
}
