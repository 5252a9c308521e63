/** Rules about what Usher adds to an object mapping: scoping expressions and matching by several attributes. */
import { checkExpression } from '../expression/check.ts'
import { givesOf, type KnownAttributes } from '../expression/gives.ts'
import { natureOf } from '../expression/nature.ts'
import { nearest } from '../expression/nearest.ts'
import { parseExpression } from '../expression/parse.ts'
import { attributesOf, nodesOf } from '../expression/syntax.ts'
import { isSameForAll, unmatchable } from '../map/matching-rules.ts'
import { constantFits } from '../map/mapping-rules.ts'
import { withComputed } from '../scope/computed.ts'
import { applyRules, inExpression, pointer, warning, type Rule, type Said, type SchemaFinding } from './finding.ts'
import type { CompositeMatching, ObjectMapping, ScopingExpression } from './schema.ts'

type Around = { readonly source: KnownAttributes | undefined; readonly target: KnownAttributes }
type Checked = Around & { readonly mapping: ObjectMapping; readonly at: readonly (string | number)[] }

export function checkAdditions({ mapping, at, source, target }: Checked): readonly SchemaFinding[] {
  const { scopingExpressions = [], matching = [] } = mapping.usher ?? {}
  const computed = source && withComputed(source)
  return [
    ...scopingExpressions.flatMap((expression, e) =>
      applyRules(
        scopingRules,
        { expression, source: computed },
        {
          at: pointer(...at, 'usher', 'scopingExpressions', e),
          name: `${mapping.name}, scoping expression "${expression.name}"`,
        },
      ),
    ),
    ...matching.flatMap((composite, c) =>
      applyRules(
        compositeRules,
        { composite, source, target },
        {
          at: pointer(...at, 'usher', 'matching', c),
          name: `${mapping.name}, matching by ${composite.all.map((term) => term.targetAttributeName).join(' and ')}`,
        },
      ),
    ),
  ]
}

type ScopingSubject = { readonly expression: ScopingExpression; readonly source: KnownAttributes | undefined }

const scopingRules: readonly Rule<ScopingSubject>[] = [
  ({ expression }) => (expression.name.trim() === '' ? ['give it a name; the log shows it.'] : []),
  decides,
]

function decides({ expression: { expression: text }, source }: ScopingSubject): readonly Said[] {
  const parsed = parseExpression(text)
  if (parsed.kind === 'error') return [inExpression(text, parsed, 'error')]
  // What Entra supports is no question here.
  const said: Said[] = checkExpression(parsed, source)
    .filter(({ entra }) => entra !== true)
    .map((finding) => inExpression(text, finding, 'error'))
  if (attributesOf(parsed).has('IsSoftDeleted')) {
    said.push('IsSoftDeleted is computed from the scope, so it cannot decide about it; use accountEnabled.')
  }
  if (natureOf(parsed).random) said.push('chance cannot decide about scope.')
  const signals = [...nodesOf(parsed.root)].some((node) => node.kind === 'keyword' && node.word.startsWith('Ignore'))
  if (signals) said.push('it decides about scope, so there is nothing to ignore; write a condition.')
  const gives = givesOf(parsed.root, source)
  if (gives === 'list' || gives === 'roles' || gives === 'date' || gives === 'reference') {
    said.push('it must give True or False.')
  } else if (gives === 'text' || parsed.root.kind === 'constant') {
    said.push(warning('it gives a text; only True and numbers other than 0 let somebody through.'))
  }
  return said
}

type CompositeSubject = Around & { readonly composite: CompositeMatching }

const compositeRules: readonly Rule<CompositeSubject>[] = [
  ({ composite: { matchingPriority } }) =>
    Number.isInteger(matchingPriority) && matchingPriority > 0 ? [] : ['matchingPriority is a precedence from 1 on.'],
  ({ composite: { all } }) =>
    all.length > 1 ? [] : ['it needs two attributes or more; for one, use its own matching precedence.'],
  ({ composite: { all } }) =>
    new Set(all.map((term) => term.targetAttributeName.toLowerCase())).size === all.length
      ? []
      : ['it names an attribute twice.'],
  oneIsOfThePerson,
  termsAreSound,
]

function termsAreSound({ composite, source, target }: CompositeSubject): readonly Said[] {
  return composite.all.flatMap(({ targetAttributeName: path, expression }) => {
    const definition = target.get(path)
    if (definition === undefined && target.size > 0) {
      const near = nearest(path, target.keys())
      return [`the target has no attribute ${path}.${near === undefined ? '' : ` Did you mean ${near}?`}`]
    }
    const parsed = parseExpression(expression)
    if (parsed.kind === 'error') return [inExpression(expression, parsed, 'error')]
    const found = checkExpression(parsed, source).map((one) => inExpression(expression, one, one.severity))
    return [...found, ...unmatchable(parsed, definition), ...constantFits(parsed, definition)]
  })
}

/** One of the terms may be a constant, "type is employee, and the number is the same", but not all. */
function oneIsOfThePerson({ composite: { all } }: CompositeSubject): readonly Said[] {
  const sameForAll = all.every(({ expression }) => {
    const parsed = parseExpression(expression)
    return parsed.kind === 'parsed' && isSameForAll(parsed)
  })
  return sameForAll && all.length > 0
    ? ['all of it is the same for everybody; one of the values must be of the person.']
    : []
}
