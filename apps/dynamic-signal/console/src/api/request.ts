import { Refused, parsed } from '@usher/parts/refused.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One request of the admin API. What changes something sends JSON, an empty object if need be: that and the Origin
 * that the browser adds are what the service tells its own pages by.
 */
export async function request<T>(method: Method, path: string, body?: object): Promise<T> {
  const response = await fetch(`/admin/api${path}`, {
    method,
    ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
  }).catch(() => {
    throw new Refused(0, 'Dynamic Signal does not answer. Check that it is running, and try again.')
  })
  const text = await response.text()
  const answer = parsed(text)
  if (response.ok) return answer as T
  const sentence = (answer as { error?: string } | undefined)?.error
  throw new Refused(response.status, sentence || `Dynamic Signal answered ${response.status} without saying why.`)
}

export function get<T>(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): Promise<T> {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  const asked = new URLSearchParams(given).toString()
  return request('GET', asked === '' ? path : `${path}?${asked}`)
}
