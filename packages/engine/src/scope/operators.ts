/** The operators of scoping filters (mapping.md section 9.2), one table. */
import { compileRegex, isMatch } from '../expression/regex/regex.ts'
import type { AttributeType } from '../job/schema.ts'

/** What an operator sees: the text form of the attribute's value, never empty. */
type Test = (actual: string) => boolean

export type Operator = {
  readonly arity: 'Unary' | 'Binary'
  readonly types: readonly AttributeType[]
  readonly summary: string
  /** Reads a value once, for many objects. A text says why the operator cannot work with it. */
  readonly prepare: (value: string) => Test | string
  /** What is said of a value that works, but maybe not as meant. */
  readonly warns?: (value: string) => string | null
  /** What holds for an attribute without a value. False for all but one (the null rule). */
  readonly whenNull?: true
  /** With several values: any of them may match, or, for a negation, none may. */
  readonly several?: 'all'
}

const text = ['String', 'Integer', 'Boolean'] as const
const everyType = ['String', 'Integer', 'Boolean', 'Binary'] as const

export const operators: Readonly<Record<string, Operator>> = {
  EQUALS: {
    arity: 'Binary',
    types: text,
    summary: 'The attribute is exactly this text; case counts.',
    prepare: (value) => (actual) => actual === value,
  },
  'NOT EQUALS': {
    arity: 'Binary',
    types: text,
    summary: 'The attribute has a value, and it is not this text.',
    prepare: (value) => (actual) => actual !== value,
    several: 'all',
  },
  'IS TRUE': {
    arity: 'Unary',
    types: ['Boolean'],
    summary: 'The attribute is true.',
    prepare: () => (actual) => actual === 'True',
  },
  'IS FALSE': {
    arity: 'Unary',
    types: ['Boolean'],
    summary: 'The attribute is false.',
    prepare: () => (actual) => actual === 'False',
  },
  'IS NULL': {
    arity: 'Unary',
    types: everyType,
    summary: 'The attribute is absent or empty.',
    prepare: () => () => false,
    whenNull: true,
  },
  'IS NOT NULL': {
    arity: 'Unary',
    types: everyType,
    summary: 'The attribute has a value.',
    prepare: () => () => true,
  },
  'REGEX MATCH': {
    arity: 'Binary',
    types: ['String'],
    summary:
      'This .NET regular expression is found anywhere in the attribute; write ^(…)$ for the whole value. Case counts.',
    prepare: (pattern) => searches(pattern, true),
    warns: unanchored,
  },
  'NOT REGEX MATCH': {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute has a value, and this .NET regular expression is found nowhere in it. Case counts.',
    prepare: (pattern) => searches(pattern, false),
    warns: unanchored,
    several: 'all',
  },
  GREATER_THAN: {
    arity: 'Binary',
    types: ['Integer'],
    summary:
      'The attribute is a larger number. Both are whole and not negative; a text that holds such a number counts.',
    prepare: (value) => compares(value, (actual, limit) => actual > limit),
  },
  GREATER_THAN_OR_EQUALS: {
    arity: 'Binary',
    types: ['Integer'],
    summary:
      'The attribute is this number or a larger one. Both are whole and not negative; a text that holds such a number counts.',
    prepare: (value) => compares(value, (actual, limit) => actual >= limit),
  },
  INCLUDES: {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute contains this text; case counts.',
    prepare: (value) => (actual) => actual.includes(value),
  },
  ENDS_WITH: {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute ends with this text; case counts.',
    prepare: (value) => (actual) => actual.endsWith(value),
  },
  '&': {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute occurs in this text: department & "Sales,Marketing".',
    prepare: (value) => (actual) => value.includes(actual),
  },
  '!&': {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute has a value, and it does not occur in this text.',
    prepare: (value) => (actual) => !value.includes(actual),
    several: 'all',
  },
}

/** The operator with this name in the spelling of the table; letter case, blanks and underscores do not count. */
export function operatorNamed(name: string): string | undefined {
  return spellings.get(plain(name))
}

const spellings = new Map(Object.keys(operators).map((name) => [plain(name), name]))

function plain(name: string): string {
  return name
    .trim()
    .replaceAll(/[\s_]+/g, ' ')
    .toUpperCase()
}

function searches(pattern: string, wanted: boolean): Test | string {
  const regex = compileRegex(pattern)
  if (regex.kind === 'regex') return (actual) => isMatch(regex, actual) === wanted
  return `the regular expression ${pattern} is wrong at character ${regex.at + 1}: ${regex.message}`
}

function unanchored(pattern: string): string | null {
  const regex = compileRegex(pattern)
  if (regex.kind === 'problem' || regex.anchored) return null
  return 'the pattern is looked for anywhere in the value; write ^(…)$ for the whole value.'
}

function compares(value: string, holds: (actual: bigint, limit: bigint) => boolean): Test | string {
  if (!whole(value)) return `numbers that are whole and not negative are compared, not "${value}".`
  const limit = BigInt(value)
  return (actual) => whole(actual) && holds(BigInt(actual), limit)
}

function whole(text: string): boolean {
  return /^\d+$/.test(text)
}
