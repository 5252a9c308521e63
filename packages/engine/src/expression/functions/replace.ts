import { placeOf } from '../regex/groups.ts'
import { compileRegex, firstMatch, matches, replaceAll } from '../regex/regex.ts'
import type { Regex } from '../regex/regex.ts'
import { parseReplacement, replaceSpans } from '../regex/replacement.ts'
import type { Change } from '../regex/replacement.ts'
import { EvaluationFailure, isSignal, kindOf } from '../value.ts'
import type { ExpressionValue, Signal } from '../value.ts'
import { lazyRow } from './row.ts'
import type { FunctionRow } from './row.ts'

const takes = [
  { name: 'source', kind: 'nullable' },
  { name: 'oldValue', kind: 'nullable', optional: true, key: 'Find' },
  { name: 'regexPattern', kind: 'nullable', optional: true },
  { name: 'regexGroupName', kind: 'nullable', optional: true },
  { name: 'replacementValue', kind: 'nullable', optional: true, key: 'Replacement' },
  { name: 'replacementAttributeName', kind: 'nullable', optional: true },
  { name: 'template', kind: 'nullable', optional: true },
] as const

type Name = (typeof takes)[number]['name']
type Texts = Readonly<Record<Name, string>>
/** What Replace does when it is given these arguments. `compile` is called once for each call in an expression. */
type Mode = { readonly needs: readonly Name[]; readonly compile: () => (texts: Texts) => string | null }

/** With the group of a match elsewhere, when there is no source. */
const instead: Mode = {
  needs: ['regexPattern', 'regexGroupName', 'replacementAttributeName'],
  compile: () => {
    const compiled = latest(regexOf)
    return ({ regexPattern, regexGroupName, replacementAttributeName: other }) => {
      const regex = compiled(regexPattern)
      const place = placeOf(regex.groups, regexGroupName)
      const span = place === undefined ? null : (firstMatch(regex, other)?.groups[place] ?? null)
      return span === null ? null : other.slice(span.at, span.end)
    }
  },
}

/** In the order in which they are tried (mapping.md section 4.1). */
const modes: readonly Mode[] = [
  instead,
  {
    needs: ['regexPattern', 'regexGroupName', 'replacementValue'],
    compile: () => {
      const compiled = latest(regexOf)
      return ({ source, regexPattern, regexGroupName, replacementValue }) =>
        replaceSpans(source, captures(compiled(regexPattern), regexGroupName, source, replacementValue))
    },
  },
  {
    needs: ['regexPattern', 'replacementValue'],
    compile: () => {
      const compiled = latest((pattern = '', replacement = '') => {
        const regex = regexOf(pattern)
        return { regex, replacement: parseReplacement(replacement, regex.groups) }
      })
      return ({ source, regexPattern, replacementValue }) => {
        const { regex, replacement } = compiled(regexPattern, replacementValue)
        return replaceAll(regex, source, replacement)
      }
    },
  },
  {
    needs: ['oldValue', 'replacementValue'],
    compile: () => (texts) => replaceText(texts.source, texts.oldValue, texts.replacementValue),
  },
  {
    needs: ['oldValue', 'template'],
    compile: () => (texts) => replaceText(texts.template, texts.oldValue, texts.source),
  },
]

export const replaceFunctions: Readonly<Record<string, FunctionRow>> = {
  Replace: lazyRow({
    syntax:
      'Replace(source, oldValue?, regexPattern?, regexGroupName?, replacementValue?, replacementAttributeName?, template?)',
    summary:
      'Replaces texts or matches of a .NET regular expression; what it does follows from the arguments that are given. oldValue and replacementValue: every oldValue. oldValue and template: oldValue in the template, by the source. regexPattern and replacementValue: every match, by a text with $1 and ${name}. With regexGroupName too: of every match what the group captured. regexPattern, regexGroupName and replacementAttributeName: the source, and without one the group of a match in the attribute.',
    takes,
    gives: 'text',
    examples: [
      ['Replace("EN-US", "-", , , "_", , )', 'EN_US'],
      ['Replace("jsmith", "<name>", , , , , "<name>@contoso.com")', 'jsmith@contoso.com'],
      ['Replace("+1 (555) 123-4567", , "[()\\\\s-]+", , "", , )', '+15551234567'],
      ['Replace("Ana Lopez", , "(?<first>\\\\w+) (?<last>\\\\w+)", , "${last}, ${first}", , )', 'Lopez, Ana'],
      ['Replace("ana@old.com", , "@(?<domain>.*)", "domain", "new.com", , )', 'ana@new.com'],
      ['Replace([telephoneNumber], , "(?<code>\\\\d+)-", "code", , "49-30", )', '49'],
    ],
    refuses: (given) => {
      const there = new Set(takes.filter((_, i) => i < given.length && given[i] !== null).map(({ name }) => name))
      return modes.some(({ needs }) => needs.every((name) => there.has(name))) ? null : noMode
    },
    lazily: (slots) => {
      const given = new Map(takes.flatMap(({ name }, i) => (slots[i] ? [[name, slots[i]] as const] : [])))
      const mode = modes.find(({ needs }) => needs.every((name) => given.has(name)))
      if (mode === undefined) return failing
      const run = mode.compile()
      return (from, evaluation) => {
        const source = textOf(given.get('source')?.(from, evaluation), 'source')
        if (isSignal(source)) return source
        if (mode === instead ? source !== null && source !== '' : source === null) return source
        const texts: Record<Name, string> = { ...noTexts, source: source ?? '' }
        for (const name of mode.needs) {
          const text = textOf(given.get(name)?.(from, evaluation), name)
          if (isSignal(text)) return text
          // String.Replace takes null for empty text. Any other null gives null (mapping.md section 12, R13).
          if (text === null && name !== 'replacementValue') return null
          texts[name] = text ?? ''
        }
        return run(texts)
      }
    },
  }),
}

const noTexts: Texts = {
  source: '',
  oldValue: '',
  regexPattern: '',
  regexGroupName: '',
  replacementValue: '',
  replacementAttributeName: '',
  template: '',
}

const noMode =
  'it needs oldValue or regexPattern, and what to put in its place; the replacement is the fifth argument: Replace([a], "old", , , "new", , )'

function failing(): never {
  throw new EvaluationFailure(noMode)
}

function textOf(value: ExpressionValue | undefined, name: Name): string | null | Signal {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || isSignal(value)) return value
  throw new EvaluationFailure(`${name} must be a text; this is ${kindOf(value)}`)
}

/** Makes anew only when the texts are not those of the last time: what is constant is made once. */
function latest<T>(make: (...texts: readonly string[]) => T): (...texts: readonly string[]) => T {
  let last: { readonly texts: readonly string[]; readonly made: T } | undefined
  return (...texts) => {
    if (last === undefined || last.texts.some((text, i) => text !== texts[i])) last = { texts, made: make(...texts) }
    return last.made
  }
}

function regexOf(pattern = ''): Regex {
  const compiled = compileRegex(pattern)
  if (compiled.kind === 'regex') return compiled
  const { at, message } = compiled
  throw new EvaluationFailure(`regexPattern is wrong at character ${at + 1}: ${message.replace(/\.$/, '')}`)
}

/** What a group captured last in each match; where it took no part, or is none, the match is left alone, as in .NET. */
function* captures(regex: Regex, group: string, text: string, by: string): Generator<Change, void> {
  const place = placeOf(regex.groups, group)
  if (place === undefined) return
  for (const { groups } of matches(regex, text)) {
    const span = groups[place] ?? null
    if (span !== null) yield { ...span, by }
  }
}

function replaceText(text: string, old: string, by: string): string {
  if (old === '') throw new EvaluationFailure('oldValue is empty; there is nothing to look for')
  return replaceSpans(text, occurrences(text, old, by))
}

function* occurrences(text: string, old: string, by: string): Generator<Change, void> {
  for (let at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length)) {
    yield { at, end: at + old.length, by }
  }
}
