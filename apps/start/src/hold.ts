import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holdFolder, Refusal, type Hold } from '@usher/host'

const moment = 100

/**
 * Holds the data folder for this start.
 *
 * When the one before was killed, its programs are still ending: they get some seconds, and no sentence is printed.
 */
export async function holdData(data: string): Promise<Hold> {
  const hold = await patiently(() => holdFolder(data, '"npm start"'), 3000)
  for (const folder of ['usher', 'dynamic-signal'].map((name) => join(data, name)).filter((name) => existsSync(name))) {
    const free = await patiently(() => holdFolder(folder, '"npm start"'), 10_000)
    await free.release()
  }
  return hold
}

async function patiently(hold: () => Promise<Hold>, patience: number): Promise<Hold> {
  try {
    return await hold()
  } catch (error) {
    if (!(error instanceof Refusal) || patience <= 0) throw error
    await sleep(moment)
    return patiently(hold, patience - moment)
  }
}
