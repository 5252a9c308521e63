type Kept = Readonly<Partial<Record<'logDays' | 'exchangeDays' | 'auditDays', unknown>>>

const what = {
  logDays: 'the provisioning log',
  exchangeDays: 'requests and answers',
  auditDays: 'the audit log',
} as const

/** What is lost by keeping something for fewer days than before; null: nothing. */
export function shorterSays(before: Kept, change: Kept): string | null {
  const lost = (Object.keys(what) as (keyof typeof what)[]).filter((name) => {
    const [old, days] = [before[name] ?? Infinity, change[name]]
    return typeof days === 'number' && days < Number(old)
  })
  if (lost.length === 0) return null
  return `Erased within a day, for good: ${lost.map((name) => `${what[name]} older than ${String(change[name])} days`).join('; ')}.`
}
