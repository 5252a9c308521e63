/** What `usher why` says of each entry of the list of what is looked at again. */
import type { WhyApplication } from '../../api/jobs/why.ts'

type Waiting = WhyApplication['looks'][number]
/** `app`: as the command line takes it. */
type Of = { readonly app: string; readonly who: string; time(instant: string): string }
type Sayer = (look: Waiting, of: Of) => string

/** Why somebody is looked at again, and whom or what that waits for. */
export function sayLook(look: Waiting, of: Of): string {
  return sayers[look.why](look, of)
}

const heldAs =
  (what: string, command: string): Sayer =>
  ({ decision, next }, { app, who, time }) => {
    if (decision === null) return `${what} waits for a decision: usher ${command} ${app} allow|reject`
    if (decision === 'allowed') return `${what} is allowed; the next cycle carries it out`
    const anew = next === null ? '' : `, and is asked anew at ${time(next)}`
    return `${what} was rejected${anew}; to allow it before: usher ${command} ${app} allow ${who}`
  }

const sayers: Readonly<Record<Waiting['why'], Sayer>> = {
  adoptionHeld: heldAs('taking over the account', 'adoptions'),
  removalHeld: heldAs('the removal', 'removals'),
  changeHeld: heldAs('the change', 'changes'),
  gathered: ({ next }, { time }) =>
    `the removal waits for others of the same minute${next === null ? '' : `, until ${time(next)}`}`,
  due: ({ next }, { time }) => `looked at again when the time comes: ${next === null ? 'never' : time(next)}`,
  undone: ({ since, error }, { app, who, time }) =>
    `${error === null ? 'put back by an undo' : `an undo failed or broke off (${error})`} at ${time(since)}, and left alone until the directory or a rule says something else; to let it go on: usher undone ${app} lift ${who}`,
  referenceChanged: () => 'somebody they refer to has another account by now; the next cycle looks at them',
  membersUnread: () => 'its members are read and compared by the next cycle',
  failed: ({ next, attempts, error, expired, decision }, { time }) => {
    const again =
      decision === 'allowed'
        ? 'it is allowed, and the next cycle tries it'
        : next === null
          ? `it is not tried again by itself${expired ? ', since it failed for so long' : ''}`
          : `next attempt ${time(next)}`
    return `failed ${timesText(attempts)}: ${error ?? 'nothing more is known'}; ${again}`
  },
}

function timesText(attempts: number): string {
  return attempts === 1 ? 'once' : `${attempts} times`
}
