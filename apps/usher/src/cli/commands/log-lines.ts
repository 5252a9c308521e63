/** A line of the provisioning log for people. */
import type { Exchange } from '@usher/engine'
import type { LogLine } from '../../store/log-read.ts'
import { word } from '../../words.ts'
import { bad, bold, dim, good, type Out } from '../print.ts'

export type ShownLine = LogLine & { readonly curl?: readonly (readonly string[])[] }

const colours: Readonly<Record<string, (text: string) => string>> = { success: good, failure: bad, held: bad }

export function describe(
  line: ShownLine,
  { details, out }: { readonly details: boolean; readonly out: Out },
): readonly string[] {
  const { entry } = line
  const colour = colours[line.result] ?? dim
  const error = entry.provisioningStatusInfo.errorInformation
  const problem = line.result === 'failure' && error !== null ? failing(error, entry.usher.reason) : ''
  const advice = error?.recommendedAction ?? entry.usher.advice
  return [
    `${dim(out.time(line.at))} ${colour(`${word(line.action)} ${line.result}`.padEnd(15))} ${bold(line.displayName || line.objectId)} ${entry.usher.reason}${problem}`,
    ...((line.result === 'failure' || line.result === 'warning') && advice !== null ? [dim(`    ${advice}`)] : []),
    ...(details ? more(line) : []),
  ]
}

/** The code, and what was wrong unless the sentence says that already. */
function failing(
  { errorCode, reason }: { readonly errorCode: string; readonly reason: string },
  sentence: string,
): string {
  return sentence.includes(reason) ? ` (${errorCode})` : `: ${errorCode}, ${reason}`
}

function more({ entry, exchanges }: LogLine): readonly string[] {
  const requests = Array.isArray(exchanges) ? (exchanges as unknown as readonly Exchange[]) : []
  return [
    ...entry.modifiedProperties.map(
      (one) => `    ${one.displayName}: ${one.oldValue === null ? '' : `${one.oldValue} → `}${one.newValue ?? '–'}`,
    ),
    ...entry.provisioningSteps.map((step) => dim(`    ${step.provisioningStepType}: ${step.description}`)),
    ...requests.flatMap((one) => [
      dim(
        `    ${one.method} ${one.url} → ${one.status ?? 'no answer'} in ${one.ms} ms${one.via === undefined ? '' : ' (in a bulk request)'}`,
      ),
      ...(one.requestBody === undefined ? [] : [`      > ${JSON.stringify(one.requestBody)}`]),
      ...(one.responseBody === undefined ? [] : [`      < ${JSON.stringify(one.responseBody)}`]),
    ]),
  ]
}
