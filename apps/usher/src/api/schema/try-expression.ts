import {
  attributesOf,
  checkExpression,
  explain,
  parseExpression,
  print,
  sourceAttributes,
  verdict,
  withComputed,
  type Gave,
  type Part,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { contextOf, rulesOf, sourceOf, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'
import { nameOf } from '../../store/named-object.ts'

type Found = {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly offset: number
  readonly line: number
  readonly column: number
}
export type Tried = {
  readonly findings: readonly Found[]
  /** As it is printed; null when it cannot be read. */
  readonly canonical: string | null
  /** What it gave for whom it was tried on, and each part of it. */
  readonly result: { readonly name: string; readonly gave: Gave; readonly parts: readonly Shown[] } | null
}
/** `depth`: within how many parts it stands. */
type Shown = { readonly text: string; readonly at: number; readonly depth: number; readonly gave: Gave }

type Asked = {
  readonly expression: string
  readonly type: string
  /** A scoping expression may read more, and what Entra supports is no question there. */
  readonly isScope: boolean
  /** Whom it is tried on. */
  readonly ref: Ref | null
}

/** More parts than anybody reads. */
const most = 200

/** Reads an expression of an object type, and evaluates it for somebody, as the job does. */
export async function tryExpression(
  house: House,
  { app, job }: { readonly app: Application; readonly job: Job },
  asked: Asked,
): Promise<Tried> {
  const { expression, type, isScope, ref } = asked
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') {
    const { message, offset, line, column, expected } = parsed
    const says = expected === undefined ? message : `${message} Expected: ${expected}.`
    return { findings: [{ severity: 'error', message: says, offset, line, column }], canonical: null, result: null }
  }
  const known = sourceAttributes(job.schema, type)
  const found = checkExpression(parsed, isScope ? withComputed(known) : known)
  const findings = (isScope ? found.filter(({ entra }) => entra !== true) : found).map(
    ({ severity, message, offset, line, column }) => ({ severity, message, offset, line, column }),
  )
  const canonical = print(parsed.root)
  if (ref === null) return { findings, canonical, result: null }
  const rule = rulesOf(app, job).find((one) => one.type === ref.type)
  const reads = new Set([...attributesOf(parsed), ...(rule?.scope.reads ?? [])])
  const [entry] = await sourceOf(house.store, app, job, reads).read([ref])
  const context = await contextOf(house)
  const out = rule !== undefined && entry !== undefined && !verdict(rule.scope, entry, context).inScope
  const { root, failure } = explain(parsed, { ...entry?.object, IsSoftDeleted: out }, context)
  const failed =
    failure === null
      ? []
      : [
          {
            severity: 'error' as const,
            message: failure.message,
            offset: failure.offset,
            line: failure.line,
            column: failure.column,
          },
        ]
  return {
    findings: [...findings, ...failed],
    canonical,
    result: {
      name: await nameOf(house.store, ref),
      gave: failure === null ? root.gave : { kind: 'error', message: failure.message },
      parts: root.parts.flatMap((part) => shown(part, 0)).slice(0, most),
    },
  }
}

/** Constants speak for themselves. */
function shown(part: Part, depth: number): readonly Shown[] {
  if (part.kind === 'constant' || part.kind === 'keyword') return []
  const { text, at, gave } = part
  return [{ text, at, depth, gave }, ...part.parts.flatMap((inner) => shown(inner, depth + 1))]
}
