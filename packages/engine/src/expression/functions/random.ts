import { toHex } from '../bytes.ts'
import { EvaluationFailure } from '../value.ts'
import type { EvaluationContext } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

type Random = (count: number) => Uint8Array

const digits = '0123456789'
const special = '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/'
const capital = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = 'abcdefghijklmnopqrstuvwxyz'

export const randomFunctions: Readonly<Record<string, FunctionRow>> = {
  Guid: row({
    syntax: 'Guid()',
    summary: 'A new random GUID, another one each time.',
    takes: [],
    gives: 'text',
    examples: [['Guid()', '68b61bce-10ef-4005-955e-48c86836a722']],
    run: (_, context) => {
      const bytes = randomOf(context)(16)
      // RFC 9562: version 4, and the variant.
      const marked = bytes.with(6, ((bytes[6] ?? 0) & 0x0f) | 0x40).with(8, ((bytes[8] ?? 0) & 0x3f) | 0x80)
      return toHex(marked).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    },
  }),

  RandomString: row({
    syntax:
      'RandomString(length, minimumNumbers, minimumSpecialCharacters, minimumCapital, minimumLowerCase, charactersToAvoid?)',
    summary:
      'A random text of this length, at most 256, with at least so many characters of each kind. Beyond these only kinds with a minimum are used, or letters and digits when there is none.',
    takes: [
      { name: 'length', kind: 'integer' },
      { name: 'minimumNumbers', kind: 'integer' },
      { name: 'minimumSpecialCharacters', kind: 'integer' },
      { name: 'minimumCapital', kind: 'integer' },
      { name: 'minimumLowerCase', kind: 'integer' },
      { name: 'charactersToAvoid', kind: 'nullable', optional: true },
    ],
    gives: 'text',
    examples: [['RandomString(6, 3, 0, 0, 3)', '2yq74u']],
    run: ([length, numbers, specials, capitals, lowers, avoid], context) => {
      const minima: readonly Minimum[] = [
        [digits, numbers, 'minimumNumbers'],
        [special, specials, 'minimumSpecialCharacters'],
        [capital, capitals, 'minimumCapital'],
        [lower, lowers, 'minimumLowerCase'],
      ]
      const rest = length - minima.reduce((sum, [, count]) => sum + count, 0)
      check(length, minima, rest)
      const parts = [...minima, [filler(minima), rest, 'the rest'] as const]
      const random = randomOf(context)
      return shuffled(
        parts.flatMap((part) => picked(part, avoid ?? '', random)),
        random,
      ).join('')
    },
  }),
}

type Minimum = readonly [alphabet: string, count: number, name: string]

function check(length: number, minima: readonly Minimum[], rest: number): void {
  if (length < 0 || length > 256) throw new EvaluationFailure('length is 0 to 256')
  for (const [, count, name] of minima) if (count < 0) throw new EvaluationFailure(`${name} must not be negative`)
  if (rest < 0) throw new EvaluationFailure('the minima together exceed length')
}

function filler(minima: readonly Minimum[]): string {
  const wanted = minima.flatMap(([alphabet, count]) => (count > 0 ? [alphabet] : []))
  return wanted.length === 0 ? capital + lower + digits : wanted.join('')
}

function picked([alphabet, count, name]: Minimum, avoid: string, random: Random): readonly string[] {
  const allowed = alphabet.split('').filter((character) => !avoid.includes(character))
  if (count > 0 && allowed.length === 0) throw new EvaluationFailure(`charactersToAvoid leaves nothing for ${name}`)
  return Array.from({ length: count }, () => allowed[below(allowed.length, random)] ?? '')
}

/** While a plan is made there is no randomness: a random value exists only when it is written. */
function randomOf({ random }: EvaluationContext): Random {
  if (random !== undefined) return random
  throw new EvaluationFailure('a random value is made when it is written')
}

/** A fair number below the limit, which is at most 256: bytes that would favour the small numbers are thrown away. */
function below(limit: number, random: Random): number {
  const fair = 256 - (256 % limit)
  for (;;) {
    const [byte = 0] = random(1)
    if (byte < fair) return byte % limit
  }
}

/** In an order of which each is as likely (Fisher and Yates). */
function shuffled(characters: readonly string[], random: Random): readonly string[] {
  const order = [...characters]
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1, random)
    const taken = order[i] ?? ''
    order[i] = order[j] ?? ''
    order[j] = taken
  }
  return order
}
