import { EvaluationFailure } from '../value.ts'

/** What .NET's DateTimeStyles permit and decide when a date is read. */
export type Styles = ReadonlySet<string>

const meanings: Readonly<Record<string, readonly string[]>> = {
  None: [],
  AllowLeadingWhite: ['AllowLeadingWhite'],
  AllowTrailingWhite: ['AllowTrailingWhite'],
  AllowInnerWhite: ['AllowInnerWhite'],
  AllowWhiteSpaces: ['AllowLeadingWhite', 'AllowTrailingWhite', 'AllowInnerWhite'],
  // Parts that are missing are 1 January of year 1 anyway.
  NoCurrentDateDefault: [],
  AdjustToUniversal: ['AdjustToUniversal'],
  AssumeLocal: ['AssumeLocal'],
  AssumeUniversal: ['AssumeUniversal'],
  RoundtripKind: ['RoundtripKind'],
}

const usual = 'RoundtripKind, AllowLeadingWhite, AllowTrailingWhite'
const deciding = ['AssumeLocal', 'AssumeUniversal', 'AdjustToUniversal']

/** Reads names joined by commas; without any, what the service does by default. */
export function stylesOf(names: string = usual): Styles {
  const styles = new Set<string>()
  for (const name of names.split(',').map((part) => part.trim())) {
    const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined
    if (meaning === undefined) {
      throw new EvaluationFailure(`dateTimeStyles takes ${Object.keys(meanings).join(', ')}, joined by commas`)
    }
    for (const one of meaning) styles.add(one)
  }
  // .NET refuses these together as well.
  if (styles.has('AssumeLocal') && styles.has('AssumeUniversal')) throw contrary('AssumeLocal', 'AssumeUniversal')
  const decides = deciding.find((name) => styles.has(name))
  if (styles.has('RoundtripKind') && decides !== undefined) throw contrary('RoundtripKind', decides)
  return styles
}

function contrary(one: string, other: string): EvaluationFailure {
  return new EvaluationFailure(`dateTimeStyles: ${one} and ${other} contradict each other`)
}
