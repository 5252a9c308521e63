import { Failed } from './client.ts'

/** `NAME=VALUE` each; an empty value clears. Throws `Failed` when there is no name. */
export function pairs(values: readonly string[]): Readonly<Record<string, string | readonly string[] | null>> {
  return Object.fromEntries(
    values.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw new Failed(`"${text}" is not NAME=VALUE.`, 2)
      const value = text.slice(at + 1)
      return [text.slice(0, at), value === '' ? null : (listOf(value) ?? value)]
    }),
  )
}

/** Several values are written as a JSON list of texts, as for `usher expr --set`; anything else is a text, "[Acting] Head" too. */
function listOf(value: string): readonly string[] | null {
  if (!value.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : null
  } catch {
    return null
  }
}
