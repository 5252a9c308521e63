/**
 * Letters as .NET changes them: one character gives one. So ß has no capital, and a sigma is the same everywhere in a
 * word; what JavaScript would make longer stays as it is.
 *
 * Without a culture it is the invariant one, which leaves the Turkish i's alone. Of all languages only the Turkic have
 * rules of their own in .NET.
 */
export function toLower(text: string, culture = ''): string {
  if (culture === '' && ascii.test(text)) return text.toLowerCase()
  const locale = localeOf(culture)
  return mapped(text, culture, (character) => (character === 'İ' ? 'i' : character.toLocaleLowerCase(locale)))
}

export function toUpper(text: string, culture = ''): string {
  if (culture === '' && ascii.test(text)) return text.toUpperCase()
  const locale = localeOf(culture)
  return mapped(text, culture, (character) => character.toLocaleUpperCase(locale))
}

/** The first letter of each word as a title has it, all others in lower case. */
export function titled(text: string, separates: (character: string) => boolean): string {
  let result = ''
  let inWord = false
  for (const character of toLower(text)) {
    const between = separates(character)
    const begins: boolean = !inWord && !between && /\p{L}/u.test(character)
    result += begins ? (titles[character] ?? toUpper(character)) : character
    inWord = !between && (inWord || begins)
  }
  return result
}

const ascii = /^[\0-\x7f]*$/
const turkishI: ReadonlySet<string> = new Set(['İ', 'ı'])
const titles: Readonly<Record<string, string>> = { ǆ: 'ǅ', ǉ: 'ǈ', ǌ: 'ǋ', ǳ: 'ǲ' }

function localeOf(culture: string): string {
  return /^(?:tr|az)(?:-|$)/i.test(culture) ? 'tr' : 'en'
}

function mapped(text: string, culture: string, change: (character: string) => string): string {
  let result = ''
  for (const character of text) {
    const changed = culture === '' && turkishI.has(character) ? character : change(character)
    result += changed.length > character.length ? character : changed
  }
  return result
}
