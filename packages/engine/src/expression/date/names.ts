/** Names of .NET's invariant culture. */
export const months: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const weekdays: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
]

/** The first three letters, as dates have them. */
export function short(name: string): string {
  return name.slice(0, 3)
}

/** A year of two digits (mapping.md section 12): 00 to 49 are 20xx, the others 19xx. */
export function inCentury(year: number): number {
  return year + (year < 50 ? 2000 : 1900)
}
