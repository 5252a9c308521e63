/** From when to when, as an address says it: `since=7d`, or two days of the reader's zone. */
export type Period = { readonly since: string; readonly from: string; readonly to: string }

export const presets = [
  { value: '24h', text: 'Last 24 hours' },
  { value: '7d', text: 'Last 7 days' },
  { value: '30d', text: 'Last 30 days' },
  { value: 'all', text: 'All' },
  { value: 'days', text: 'Custom' },
] as const

export function periodOf(query: URLSearchParams, usual = '24h'): Period {
  const since = query.get('since') ?? usual
  return {
    since: presets.some(({ value }) => value === since) ? since : usual,
    from: dayIn(query.get('from')),
    to: dayIn(query.get('to')),
  }
}

/** The same for the service. A day begins at midnight where the reader is; the last one is included. */
export function asked({ since, from, to }: Period): { readonly since?: string; readonly until?: string } {
  if (since === 'all') return {}
  if (since !== 'days') return { since }
  return { ...(from !== '' && { since: midnight(from, 0) }), ...(to !== '' && { until: midnight(to, 1) }) }
}

function dayIn(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}

function midnight(day: string, later: number): string {
  const at = new Date(`${day}T00:00`)
  at.setDate(at.getDate() + later)
  return at.toISOString()
}
