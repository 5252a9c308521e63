import fc from 'fast-check'
import { bulkFaultOf, faultOf } from './judge.ts'
import { requests } from './kinds.ts'
import { place } from './place.ts'
import type { Made } from './request.ts'
import { type FuzzedService, tenants } from './service.ts'
import { race, settle, stolenCursor } from './settle.ts'
import { type Answer, type Sent, type Wire, openWire } from './wire.ts'

export type Fault = { readonly sentence: string; readonly request: string; readonly answer: string }
export type Report = {
  readonly sent: number
  readonly faults: readonly Fault[]
  /** How many of each kind were carried out, and how many refused. */
  readonly kinds: ReadonlyMap<string, Tally>
}
type Tally = { readonly done: number; readonly refused: number }
type Options = { readonly requests: number; readonly seed: number; readonly progress?: (sent: number) => void }
type Seen = { readonly made: Made; readonly number: number; readonly sent: Sent; readonly answer?: Answer }

const chunk = 250
const mostSuspects = 20
const mostFaults = 20

/**
 * Sends hostile requests mixed with right ones, one after the other, and looks at each answer and at the store.
 *
 * What was refused may not have changed anything. The store is compared before the next request that may change it, or
 * when 20 were refused; if it is another one, they are sent again one by one to find out which it was.
 */
export async function fuzz(service: FuzzedService, { requests: count, seed, progress }: Options): Promise<Report> {
  const run: Run = {
    service,
    wire: openWire(service.port),
    faults: [],
    kinds: new Map(),
    suspects: [],
    ...(await known(service)),
  }
  const prototype = Object.getOwnPropertyNames(Object.prototype).join()
  let number = 0
  while (number < count && run.faults.length < mostFaults) {
    await settle(service, run.wire)
    await service.prune()
    Object.assign(run, await known(service))
    const tenant = tenants[(number / chunk) % tenants.length] ?? 'lenient'
    for (const sentence of [await race(service, tenant), await stolenCursor(service, run.wire)])
      if (sentence !== null) run.faults.push({ sentence, request: tenant, answer: '' })
    Object.assign(run, await known(service))
    for (const made of fc.sample(requests, { numRuns: Math.min(chunk, count - number), seed: seed + number }))
      await one(run, made, number++)
    await look(run)
    progress?.(number)
  }
  run.wire.close()
  await lookAtActivity(run, number)
  if (Object.getOwnPropertyNames(Object.prototype).join() !== prototype) throw new Error('Object.prototype is polluted')
  return { sent: number, faults: run.faults, kinds: run.kinds }
}

type Known = { digest: string; there: Awaited<ReturnType<FuzzedService['residents']>> }
type Run = Known & {
  readonly service: FuzzedService
  readonly wire: Wire
  readonly faults: Fault[]
  readonly kinds: Map<string, Tally>
  suspects: Seen[]
}

async function known(service: FuzzedService): Promise<Known> {
  return { digest: await service.digest(), there: await service.residents() }
}

async function one(run: Run, made: Made, number: number): Promise<void> {
  const isRead = made.method === 'GET'
  const mayChange = !isRead && (made.statuses === undefined || made.statuses.some((status) => status < 300))
  if (mayChange) await look(run)
  const sent = place(made, run.there, run.service.at)
  let answer: Answer
  try {
    answer = await run.wire.send(sent)
  } catch (error) {
    run.faults.push(faultFrom((error as Error).message, { made, number, sent }))
    return
  }
  const seen = { made, number, sent, answer }
  const isRefused = answer.status >= 400
  const sentence = faultOf(made, answer)
  if (sentence !== null) run.faults.push(faultFrom(sentence, seen))
  const { done, refused } = run.kinds.get(made.kind) ?? { done: 0, refused: 0 }
  run.kinds.set(made.kind, { done: done + (isRefused ? 0 : 1), refused: refused + (isRefused ? 1 : 0) })
  if (isRefused || isRead) {
    run.suspects.push(seen)
    if (run.suspects.length >= mostSuspects) await look(run)
    return
  }
  const before = run.there
  Object.assign(run, await known(run.service))
  const wrong = made.path === '/Bulk' ? bulkFaultOf(answer, before[made.tenant], run.there[made.tenant]) : null
  if (wrong !== null) run.faults.push(faultFrom(wrong, seen))
}

/** The store must be what it was before the suspects were sent. */
async function look(run: Run): Promise<void> {
  const { service, suspects } = run
  run.suspects = []
  if (suspects.length === 0 || (await service.digest()) === run.digest) return
  const guilty: Seen[] = []
  for (const each of suspects) {
    const before = await service.digest()
    await run.wire.send(each.sent).catch(() => null)
    if ((await service.digest()) !== before) guilty.push(each)
  }
  const [sentence, accused] =
    guilty.length > 0
      ? ['It was refused or only read, and it changed the store', guilty]
      : ['One of these was refused or only read, and changed the store', suspects]
  run.faults.push(...accused.map((each) => faultFrom(sentence, each)))
  Object.assign(run, await known(service))
}

/** Every request is kept, whatever was in it; they are written a moment after they were answered. */
async function lookAtActivity({ service, faults }: Run, sent: number): Promise<void> {
  const end = performance.now() + 5000
  while (performance.now() < end) {
    if ((await service.kept()) >= sent) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const kept = await service.kept()
  faults.push({ sentence: `Of ${sent} requests only ${kept} are in the activity`, request: '', answer: '' })
}

function faultFrom(sentence: string, { made, number, sent, answer }: Seen): Fault {
  const body = sent.body === null ? '' : `\n${Buffer.from(sent.body).toString('utf8').slice(0, 2000)}`
  const headers = sent.headers.filter(([name]) => name !== 'authorization').map(([name, text]) => `\n${name}: ${text}`)
  return {
    sentence,
    request: `${number}, ${made.kind}, ${made.tenant}: ${sent.method} ${sent.target.slice(0, 2000)}${headers.join('')}${body}`,
    answer: answer === undefined ? '' : `${answer.status} ${answer.body.toString('utf8').slice(0, 1000)}`,
  }
}
