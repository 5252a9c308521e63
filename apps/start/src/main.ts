import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { endWithParent, onSignals, Refusal, run } from '@usher/host'
import { describeEnd, type End } from './child.ts'
import { help, readConfig, type Config } from './config.ts'
import { holdData } from './hold.ts'
import { Refused } from './http.ts'
import { refuseTaken } from './port.ts'
import { startPrograms } from './programs.ts'
import { describeSignIns } from './report.ts'
import { ensureSample, ensureSignIns, readSignIns } from './state.ts'
import { terminal, type Terminal } from './terminal.ts'
import { work } from './work.ts'

run(async () => {
  const config = readConfig(process.argv.slice(2), process.env)
  if (config.print === 'help') process.stdout.write(help())
  else if (config.print === 'signIn') printSignIns(config)
  else await start(config, terminal(process.stdout))
})

async function start(config: Config, out: Terminal): Promise<void> {
  if (config.summary !== null && !existsSync(dirname(config.summary))) {
    throw new Refusal(
      `There is no folder ${dirname(config.summary)} for the summary. Name another file with --summary.`,
    )
  }
  const hold = await holdData(config.data)
  await refuseTaken(config.port, '--port')
  await refuseTaken(config.dynamicSignalPort, '--dynamic-signal-port')
  const signIns = ensureSignIns(config.data)
  ensureSample(config.data, config.sample)

  const programs = startPrograms(config, signIns.dynamicSignal.password, out.say)
  let stopping = false
  const stop = async (): Promise<void> => {
    stopping = true
    await programs.stop()
    await hold.release()
  }
  onSignals(stop)
  endWithParent(stop)

  const working = programs.ready.then((ready) => work(config, ready, signIns, out))
  const end = await programs.during(working).catch((error: unknown) => refusalOf(error))
  if (stopping) return // whatever broke off meanwhile is no news; the signal's handler ends this process
  await stop()
  if (end instanceof Error) throw end
  process.exit(end === null ? 0 : failed(end))
}

function refusalOf(error: unknown): Error {
  if (error instanceof Refused) return new Refusal(error.message)
  return error instanceof Error ? error : new Error(String(error))
}

/** The exit code for a program that ended by itself. One that ended with a code has said why. */
function failed(end: End): number {
  if (end.code !== null && end.code !== 0) return end.code
  process.stderr.write(`${describeEnd(end)}\n`)
  return 1
}

function printSignIns(config: Config): void {
  const signIns = readSignIns(config.data)
  if (signIns === null) throw new Refusal(`There are no sign-ins in ${config.data} yet: "npm start" makes them.`)
  process.stdout.write(`${describeSignIns(signIns).join('\n')}\n`)
}
