import { join } from 'node:path'
import { Refusal } from '@usher/host'
import type { DynamicSignalClient } from './dynamic-signal-client.ts'
import type { Sample } from './state.ts'
import { count, type Terminal } from './terminal.ts'
import type { ImportReport, UsherClient } from './usher-client.ts'

const contoso = join(import.meta.dirname, '..', '..', '..', 'examples', 'contoso')
const template = 'dynamic-signal'
const everybody = 'All people'
const role = 'User'
const settings = {
  notificationEmail: 'it-operations@contoso.example',
  preventAccidentalDeletions: { enabled: true, threshold: 500, percent: 10 },
}

type Parts = {
  readonly usher: UsherClient
  readonly signIn: () => Promise<DynamicSignalClient>
  readonly terminal: Terminal
}

/** What a step did, in a sentence. */
type Done = { readonly sentence: string; readonly import?: ImportReport }

/**
 * The tutorial up to its start, by the calls that an administrator's tools would make.
 *
 * A step that is interrupted is carried out again, so each makes sure of its result instead of making it.
 */
const steps: Readonly<Record<string, (parts: Parts) => Promise<Done>>> = {
  async import({ usher, terminal }) {
    const files = { file: join(contoso, 'hr-1000.csv'), mapping: join(contoso, 'hr-mapping.json') }
    const report = await usher.importPeople(files, terminal.follow('Importing'))
    const { rows, people, superseded } = report
    return {
      sentence: `Imported ${count(rows)} rows: ${count(people)} people, ${count(superseded)} rows replaced by a later row of the same worker`,
      import: report,
    }
  },
  async application({ usher }) {
    if ((await applicationOf(usher)) === undefined) await usher.addApplication(template)
    return { sentence: 'Added Dynamic Signal from the gallery' }
  },
  async assignment({ usher }) {
    await usher.ensureGroup(everybody)
    await usher.addEverybody(everybody)
    await usher.assign(await idOf(usher), everybody, role)
    return { sentence: `Assigned the group ${everybody} with the role ${role}` }
  },
  async settings({ usher }) {
    await usher.setSettings(await idOf(usher), settings)
    const { threshold } = settings.preventAccidentalDeletions
    return { sentence: `Stored notification e-mail and accidental-deletion prevention (from ${threshold} removals)` }
  },
  async connection({ usher, signIn }) {
    const id = await idOf(usher)
    // A token of an earlier try is kept if it was stored; one that was lost on the way is revoked.
    const before = await usher.testConnection(id).catch(() => ({ ok: false, message: '' }))
    if (before.ok) return { sentence: before.message }
    const dynamicSignal = await signIn()
    const tenantUrl = await dynamicSignal.scimApiUrl()
    const secretToken = await dynamicSignal.generateToken('Usher')
    await usher.setSettings(id, { tenantUrl, secretToken })
    const { ok, message } = await usher.testConnection(id)
    if (!ok) throw new Refusal(message)
    return { sentence: `Generated a token in Dynamic Signal, stored Tenant URL and Secret Token. ${message}` }
  },
}

/** Carries out the steps that are not behind us, and hands each to `remember` when it is. */
export async function setUpSample(parts: Parts, sample: Sample, remember: (sample: Sample) => Sample): Promise<Sample> {
  const { terminal } = parts
  const open = Object.entries(steps).filter(([name]) => !sample.steps.includes(name))
  if (sample.steps.length === 0) terminal.say('Setting up the sample organisation')
  else terminal.say(`Going on with the sample organisation, after: ${sample.steps.join(', ')}`)
  let now = sample
  for (const [name, step] of open) {
    const done = await step(parts)
    now = remember({ ...now, steps: [...now.steps, name], import: done.import ?? now.import })
    terminal.done(done.sentence)
  }
  return now
}

async function applicationOf(usher: UsherClient) {
  return (await usher.status()).applications.find(({ templateId }) => templateId === template)
}

async function idOf(usher: UsherClient): Promise<string> {
  const application = await applicationOf(usher)
  if (application === undefined)
    throw new Refusal('Dynamic Signal is not among the applications any more. Start with an empty --data folder.')
  return application.id
}
