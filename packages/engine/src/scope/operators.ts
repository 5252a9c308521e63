/** The operators of scoping filters (mapping.md section 9.2), one table. */

/** What an operator sees: the text form of the attribute's value, never empty. */
type Test = (actual: string, value: string) => boolean

export type Operator = {
  readonly arity: 'Unary' | 'Binary'
  readonly types: readonly ('String' | 'Integer' | 'Boolean' | 'Reference' | 'Binary' | 'DateTime')[]
  readonly summary: string
  readonly test: Test
  /** What holds for an attribute without a value. False for all but one (the null rule). */
  readonly whenNull?: true
  /** With several values: any of them may match, or, for a negation, none may. */
  readonly several?: 'all'
}

const text = ['String', 'Integer', 'Boolean'] as const
const everyType = ['String', 'Integer', 'Boolean', 'Reference', 'Binary', 'DateTime'] as const

export const operators: Readonly<Record<string, Operator>> = {
  EQUALS: {
    arity: 'Binary',
    types: text,
    summary: 'The attribute is exactly this text; case counts.',
    test: (actual, value) => actual === value,
  },
  'NOT EQUALS': {
    arity: 'Binary',
    types: text,
    summary: 'The attribute has a value, and it is not this text.',
    test: (actual, value) => actual !== value,
    several: 'all',
  },
  'IS TRUE': {
    arity: 'Unary',
    types: ['Boolean'],
    summary: 'The attribute is true.',
    test: (actual) => actual === 'True',
  },
  'IS FALSE': {
    arity: 'Unary',
    types: ['Boolean'],
    summary: 'The attribute is false.',
    test: (actual) => actual === 'False',
  },
  'IS NULL': {
    arity: 'Unary',
    types: everyType,
    summary: 'The attribute is absent or empty.',
    test: () => false,
    whenNull: true,
  },
  'IS NOT NULL': {
    arity: 'Unary',
    types: everyType,
    summary: 'The attribute has a value.',
    test: () => true,
  },
  GREATER_THAN: {
    arity: 'Binary',
    types: ['Integer'],
    summary: 'The attribute is a larger number. Both are whole and not negative.',
    test: (actual, value) => whole(actual) && whole(value) && BigInt(actual) > BigInt(value),
  },
  GREATER_THAN_OR_EQUALS: {
    arity: 'Binary',
    types: ['Integer'],
    summary: 'The attribute is this number or a larger one. Both are whole and not negative.',
    test: (actual, value) => whole(actual) && whole(value) && BigInt(actual) >= BigInt(value),
  },
  INCLUDES: {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute contains this text; case counts.',
    test: (actual, value) => actual.includes(value),
  },
  ENDS_WITH: {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute ends with this text; case counts.',
    test: (actual, value) => actual.endsWith(value),
  },
  '&': {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute occurs in this text: department & "Sales,Marketing".',
    test: (actual, value) => value.includes(actual),
  },
  '!&': {
    arity: 'Binary',
    types: ['String'],
    summary: 'The attribute has a value, and it does not occur in this text.',
    test: (actual, value) => !value.includes(actual),
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

function whole(text: string): boolean {
  return /^\d+$/.test(text)
}
