import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '@usher/host'
import type { ImportReport } from './usher-client.ts'

/** What the launcher itself remembers in the data folder. */

/** How the administrators sign in. Kept so that it can be printed again; passwords are generated on the first start. */
export type SignIns = { readonly dynamicSignal: { readonly userName: string; readonly password: string } }

/** The sample organisation: `none`, wanted in this empty folder, being set up, set up. */
export type Sample = {
  readonly state: 'none' | 'wanted' | 'begun' | 'done'
  /** The steps that are behind us, by name. */
  readonly steps: readonly string[]
  readonly import: ImportReport | null
}

const signInFile = 'sign-in.json'
const sampleFile = 'sample.json'

export function readSignIns(data: string): SignIns | null {
  return read<SignIns>(join(data, signInFile))
}

/** The sign-ins of this data folder; made, and written down before anybody uses them, when there are none. */
export function ensureSignIns(data: string): SignIns {
  const known = readSignIns(data)
  if (known !== null) return known
  const made: SignIns = { dynamicSignal: { userName: 'admin', password: randomBytes(15).toString('base64url') } }
  writePrivate(join(data, signInFile), made)
  return made
}

export function rememberSignIns(data: string, signIns: SignIns): void {
  writePrivate(join(data, signInFile), signIns)
}

/** What was decided about the sample; decided, and written down, when nothing was. It is for an empty folder only. */
export function ensureSample(data: string, allowed: boolean): Sample {
  const known = read<Sample>(join(data, sampleFile))
  if (known !== null) return known
  const state = allowed && !existsSync(join(data, 'usher')) ? 'wanted' : 'none'
  return rememberSample(data, { state, steps: [], import: null })
}

export function rememberSample(data: string, sample: Sample): Sample {
  writePrivate(join(data, sampleFile), sample)
  return sample
}

/** Writes JSON that only this user may read; the file is whole or not there. */
export function writePrivate(file: string, value: unknown): void {
  const next = `${file}.${process.pid}`
  try {
    writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
    chmodSync(next, 0o600)
    renameSync(next, file)
  } catch (error) {
    rmSync(next, { force: true })
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refusal(
      code === 'ENOSPC' ? `The disk is full; ${file} could not be written.` : `Cannot write ${file}: ${message}.`,
    )
  }
}

function read<Value>(file: string): Value | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Value) : null
}
