import type { Json } from '@usher/scim'
import { reportOn } from '../../schema/check.ts'
import { Failed } from '../client.ts'
import { describeFindings } from './findings.ts'
import { readJson } from './input.ts'

/** A schema that could be saved; of another one, everything that is wrong. */
export async function readSound(file: string): Promise<Json> {
  const value = await readJson(file)
  const { findings, errors } = reportOn(value, { syncAll: false })
  if (errors === 0) return value
  const wrong = findings.filter(({ severity }) => severity === 'error')
  throw new Failed(`${describeFindings(wrong).join('\n')}\nThese mappings could not be saved, so they have no plan.`, 2)
}
