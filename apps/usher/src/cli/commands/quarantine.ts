/** A quarantine in full: why, since when, on what evidence, what is tried when, and the step that lifts it (BT-5). */
import type { Quarantine } from '../../store/quarantine.ts'
import { bad, bold, dim, plural, type Out } from '../print.ts'

export function describeQuarantine(quarantine: Quarantine, state: string, out: Pick<Out, 'time'>): readonly string[] {
  const { error, evidence, currentBegan, nextAttempt, seriesBegan, seriesCount } = quarantine
  const { request, status, said, object, failures, references, successes, remedy, at } = evidence
  const others = references === 0 ? '' : `, ${plural(references, 'reference')} not written`
  return [
    `${bad(`  in quarantine since ${out.time(currentBegan)}: ${error.message}`)}`,
    ...(request === null
      ? []
      : [
          `  asked ${out.time(at)}: ${request}${status === null ? ', and no answer came' : `, and it answered ${status}`}`,
        ]),
    ...(said === null || error.message.includes(said.replace(/\.$/, '')) ? [] : [`  it said: ${said}`]),
    ...(object === null ? [] : [`  about: ${object.displayName} ${dim(`(${object.type} ${object.id})`)}`]),
    `  ${plural(failures, 'object')} failing${others}, ${successes.toLocaleString('en-US')} as they should be`,
    state === 'Disabled'
      ? bad(
          `  switched off after ${plural(seriesCount, 'attempt')} since ${out.time(seriesBegan)}; it is not tried again by itself`,
        )
      : `  next attempt ${out.time(nextAttempt)}, ${plural(seriesCount, 'attempt')} since ${out.time(seriesBegan)}`,
    `  ${bold('to lift it:')} ${remedy}`,
  ]
}
