/** A circuit breaker: an application that is down is not asked about thousands of objects first (BT-6). */
import { TargetError, TargetUnusable, type Target } from '@usher/engine'
import { outages } from '../connectors/scim/probe.ts'

/** So many failures of that kind, with nothing else in between, are looked into. */
const row = 10

/**
 * After a row of failures that look like an outage the application is asked one thing (`probe`), which decides: when that
 * fails too it throws `TargetUnusable`, and from then on everything does. When it is answered, the failures were about the
 * objects, and the count begins anew.
 */
export function breaking(target: Target, probe: () => Promise<void>): Target {
  let failures = 0
  let probing: Promise<void> | null = null
  let broken: TargetUnusable | null = null
  const looked = async (): Promise<void> => {
    probing ??= probe()
      .then(
        () => void (failures = 0),
        (error: unknown) => {
          if (error instanceof TargetUnusable) broken = error
          throw error
        },
      )
      .finally(() => (probing = null))
    await probing
  }
  const failed = async (error: unknown): Promise<never> => {
    if (!(error instanceof TargetError) || !outages.has(error.error.code)) failures = 0
    else if ((failures += 1) >= row) await looked()
    throw error
  }
  const watched =
    <A extends readonly unknown[], R>(call: (...of: A) => Promise<R>) =>
    async (...of: A): Promise<R> => {
      if (broken !== null) throw broken
      try {
        const answer = await call(...of)
        failures = 0
        return answer
      } catch (error) {
        return await failed(error)
      }
    }
  return {
    get able() {
      return target.able
    },
    find: watched(target.find),
    get: watched(target.get),
    create: watched(target.create),
    update: watched(target.update),
    delete: watched(target.delete),
    changeMembers: watched(target.changeMembers),
    members: watched(target.members),
    // A list is one request after the other, and ends with the first that fails.
    list: target.list,
  }
}
