import { TargetError, TargetUnusable, type ErrorCode, type Exchange, type Target } from '@usher/engine'
import { expect, test } from 'vitest'
import { breaking } from './breaker.ts'

const trace: Exchange[] = []
const ref = { type: 'User', id: '1' }
const error = (code: ErrorCode) => ({ code, message: code, retry: 'soon' }) as const

/** An application that answers a read as `answers` says, one by one, then well; and what a probe finds. */
function application(answers: readonly (ErrorCode | null)[], probe: 'answered' | 'down') {
  const asked = { reads: 0, probes: 0 }
  const get = (): Promise<null> => {
    const code = answers[asked.reads++]
    return code === undefined || code === null ? Promise.resolve(null) : Promise.reject(new TargetError(error(code)))
  }
  const look = (): Promise<void> => {
    asked.probes += 1
    return probe === 'answered' ? Promise.resolve() : Promise.reject(new TargetUnusable(error('Timeout')))
  }
  return { asked, target: breaking({ get } as unknown as Target, look) }
}
const ten = <T>(value: T): readonly T[] => Array.from({ length: 10 }, () => value)
async function read(target: Target, times: number): Promise<readonly string[]> {
  const ends: string[] = []
  for (let count = 0; count < times; count += 1)
    ends.push(
      await target.get(ref, trace).then(
        () => 'read',
        (cause: Error) => cause.name,
      ),
    )
  return ends
}

test('BT-6: ten failures in a row and a probe that fails end it all, and nothing more is asked', async () => {
  const { asked, target } = application([...ten('Timeout' as const), ...ten('Timeout' as const)], 'down')
  const ends = await read(target, 15)
  expect(ends).toEqual([...ten('TargetError').slice(1), ...ten('TargetUnusable').slice(0, 6)])
  expect(asked).toEqual({ reads: 10, probes: 1 })
})

test('an application that answers a probe is not down: its failures are those of the objects', async () => {
  const { asked, target } = application(
    [...ten('InternalServerError' as const), ...ten('Timeout' as const)],
    'answered',
  )
  expect(new Set(await read(target, 20))).toEqual(new Set(['TargetError']))
  expect(asked).toEqual({ reads: 20, probes: 2 })
})

test.each<[string, ErrorCode | null]>([
  ['an answer', null],
  ['a conflict, which is an answer', 'EntryConflict'],
  ['being asked to wait', 'TooManyRequests'],
])('%s in between is no outage', async (_, between) => {
  const nine = ten('Timeout' as const).slice(1)
  const { asked, target } = application([...nine, between, ...nine], 'down')
  await read(target, 19)
  expect(asked.probes).toBe(0)
})

test('what fails at the same time is looked into once', async () => {
  const { asked, target } = application([...ten('Timeout' as const), ...ten('Timeout' as const)], 'down')
  await Promise.allSettled(Array.from({ length: 20 }, () => target.get(ref, trace)))
  expect(asked.probes).toBe(1)
})
