import { trustAuthority } from '@usher/host'
import { defaultData, type Config } from './config.ts'
import { signInToDynamicSignal } from './dynamic-signal-client.ts'
import type { Ready } from './programs.ts'
import { describeCycle, describeNew, describePlaces, type Cycle, type Report } from './report.ts'
import { Refused } from './http.ts'
import { setUpSample } from './sample.ts'
import { ensureSample, rememberSample, rememberSignIns, writePrivate, type Sample, type SignIns } from './state.ts'
import { type Terminal } from './terminal.ts'
import { usherClient, type UsherClient } from './usher-client.ts'

/** What happens once both programs serve, in the order in which it is told. Ends only with `--once`. */
export async function work(config: Config, ready: Ready, known: SignIns, out: Terminal): Promise<void> {
  const signIns: SignIns = { dynamicSignal: { ...known.dynamicSignal, userName: ready.dynamicSignal.adminUser } }
  rememberSignIns(config.data, signIns)
  if (ready.usher.authorityFile !== undefined) trustAuthority(ready.usher.authorityFile)
  const usher = usherClient(ready.usher)
  describeNew(ready, config).forEach(out.say)

  const sample = await sampleOf(config, usher)
  const begun = sample.state === 'begun'
  const signIn = () => signInToDynamicSignal({ url: ready.dynamicSignal.url, ...signIns.dynamicSignal })
  const remember = (next: Sample): Sample => rememberSample(config.data, next)
  const setUp = begun ? await setUpSample({ usher, signIn, terminal: out }, sample, remember) : sample
  const cycles = await runAll(usher, { first: begun, must: begun || config.once }, out)
  if (begun) remember({ ...setUp, state: 'done' })

  const report: Report = {
    ...(ready.usher.authorityFile !== undefined && { authorityFile: ready.usher.authorityFile }),
    urls: { usher: ready.usher.url, dynamicSignal: ready.dynamicSignal.url, scimApi: ready.dynamicSignal.scimApiUrl },
    signIns: { ...signIns, usher: { tokenFile: ready.usher.tokenFile } },
    import: begun ? setUp.import : null,
    cycles,
  }
  if (config.summary !== null) writePrivate(config.summary, report)
  out.say(['', ...describePlaces({ ...report, invitation: ready.usher.invitation }, commandLine(config))].join('\n'))
  if (config.once) return
  out.say('\nBoth keep running until you press Ctrl-C.')
  await new Promise<never>(() => undefined)
}

/** A new data folder may still come with a directory that is not empty, in PostgreSQL: then there is no sample. */
async function sampleOf(config: Config, usher: UsherClient): Promise<Sample> {
  const sample = ensureSample(config.data, config.sample)
  if (sample.state === 'begun' && !config.sample) return { ...sample, state: 'none' }
  if (sample.state !== 'wanted') return sample
  const { users, applications } = await usher.status()
  const empty = users === 0 && applications.length === 0
  return rememberSample(config.data, { ...sample, state: empty && config.sample ? 'begun' : 'none' })
}

/**
 * One cycle of each application that is started; `first` starts those that were not.
 *
 * `must`: throws when an application cannot be used; else that is told, and it is tried again like at any other time.
 */
async function runAll(
  usher: UsherClient,
  { first, must }: { readonly first: boolean; readonly must: boolean },
  out: Terminal,
): Promise<readonly Cycle[]> {
  const { applications } = await usher.status()
  const cycles: Cycle[] = []
  for (const { id, name, job } of applications) {
    if (job.state !== 'Active' && !(first && job.state === 'Disabled')) continue
    const ended = await usher.runCycle(id, out.follow(`Provisioning ${name}`)).catch((error: unknown) => {
      if (must || !(error instanceof Refused)) throw error
      out.say(`${name}: ${error.message}`)
      return null
    })
    if (ended === null) continue
    const cycle = { application: name, ...ended }
    out.done(describeCycle(cycle).join('\n'))
    cycles.push(cycle)
  }
  return cycles
}

/** How the command line is called for this data folder. */
function commandLine({ data }: Config): string {
  return data === defaultData ? 'npx usher' : `npx usher --data ${data}`
}
