import { Pool } from 'undici'
import { toScim, userName, type Person } from './people.ts'

/** The peer: a bare undici loop that sends one match query and one create for each person. Returns seconds. */
export async function naiveClient(
  scimApiUrl: string,
  token: string,
  list: readonly Person[],
  concurrency: number,
): Promise<{ seconds: number; requests: number }> {
  const base = new URL(scimApiUrl)
  const pool = new Pool(base.origin, { connections: concurrency })
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/scim+json',
    accept: 'application/scim+json',
  }
  const began = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const person = list[next++] as Person
      const filter = encodeURIComponent(`userName eq "${userName(person.number)}"`)
      const found = await pool.request({ method: 'GET', path: `${base.pathname}/Users?filter=${filter}`, headers })
      const { totalResults } = (await found.body.json()) as { totalResults: number }
      if (totalResults !== 0) throw new Error('The application is not empty')
      const made = await pool.request({
        method: 'POST',
        path: `${base.pathname}/Users`,
        headers,
        body: JSON.stringify(toScim(person)),
      })
      await made.body.text()
      if (made.statusCode !== 201) throw new Error(`The create answered ${made.statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const seconds = (performance.now() - began) / 1000
  await pool.close()
  return { seconds, requests: list.length * 2 }
}
