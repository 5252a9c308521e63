/** The second secret of a job: what there is, test, switch, drop. Storing it is a setting. */
import type { FastifyInstance } from 'fastify'
import type { Activity } from '../../store/activities.ts'
import { Wrong } from '../../store/directory.ts'
import { dropOther, noOther, noteTested, otherCredentials, switchSecrets } from '../../store/next-secret.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { testJob } from './test-connection.ts'
import { whichJob } from './which-job.ts'

type Act = 'test' | 'switch' | 'drop'
const activity: Readonly<Record<Act, Activity>> = {
  test: 'Test new secret',
  switch: 'Switch to new secret',
  drop: 'Drop new secret',
}

export function secretRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store, keys } = house
  const shown = async (application: string, job: string) => ({
    application,
    other: (await otherCredentials(store, keys, job))?.notes ?? null,
  })
  app.get('/usher/apps/:app/secret', async (request) => {
    const { on, job } = await whichJob(store, request)
    return shown(on.displayName, job.id)
  })
  for (const what of Object.keys(activity) as Act[]) {
    app.post(`/usher/apps/:app/secret/${what}`, async (request) => {
      const { on, job } = await whichJob(store, request)
      if ((await otherCredentials(store, keys, job.id)) === null) throw noOther(on.displayName)
      const tested = what === 'drop' ? null : await testJob(house, on, job, 'other')
      if (tested?.ok === true) await noteTested(store, job.id)
      if (what === 'switch') {
        if (tested?.ok === false)
          throw new Wrong('conflict', `The other secret does not work, so nothing was switched. ${tested.message}`)
        await switchSecrets(store, job.id)
        runner.wake()
      }
      if (what === 'drop') await dropOther(store, job.id)
      await act(store, request, on, { activity: activity[what], details: { job: job.name } })
      return { ...(await shown(on.displayName, job.id)), ...(tested !== null && { tested }) }
    })
  }
}
