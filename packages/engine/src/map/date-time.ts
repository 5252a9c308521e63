/**
 * A date and time as RFC 3339 text, or null when the text is none.
 *
 * Takes ISO 8601, whose spelling is kept, a date alone, which is midnight UTC, and `M/d/yyyy h:mm:ss tt`, which is
 * how the expression language writes dates (mapping.md section 3).
 */
export function instantOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)
  if (iso !== null) {
    const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
      iso
    if (!exists(Number(year), Number(month), Number(day))) return null
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
    const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`
  }
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}):(\d{2}) (AM|PM))?$/.exec(text)
  if (us === null) return null
  const [, month = '', day = '', year = '', hour = '12', minute = '00', second = '00', half = 'AM'] = us
  if (!exists(Number(year), Number(month), Number(day))) return null
  if (Number(hour) < 1 || Number(hour) > 12 || Number(minute) > 59 || Number(second) > 59) return null
  const clock = String((Number(hour) % 12) + (half === 'PM' ? 12 : 0)).padStart(2, '0')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}:${minute}:${second}Z`
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function exists(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = month === 2 && leap ? 29 : (lengths[month - 1] ?? 0)
  return day >= 1 && day <= length
}
