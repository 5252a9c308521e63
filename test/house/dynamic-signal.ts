/** Dynamic Signal, asked over HTTP by a client that knows nothing of its code. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { enterprise } from './house.ts'

export type Account = {
  readonly id: string
  readonly userName: string
  readonly active: boolean
  readonly displayName: string
  readonly title?: string
  readonly externalId: string
  readonly name: { readonly givenName: string; readonly familyName: string; readonly formatted: string }
  readonly emails: readonly { readonly value: string; readonly type: string }[]
  readonly addresses?: readonly { readonly country?: string }[]
  readonly [enterprise]: {
    readonly employeeNumber: string
    readonly department: string
    readonly manager?: { readonly value: string }
  }
}

export type Activity = {
  readonly id: number
  readonly time: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: string | null
}

export type ListedToken = {
  readonly id: string
  readonly label: string
  readonly prefix: string
  readonly revoked: string | null
  readonly lastUsed: string | null
}

export type Console = {
  readonly url: string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object): Promise<T>
  patch(path: string, body: object): Promise<void>
  /** Every SCIM request after the one with this id, oldest first. */
  since(id: number): Promise<readonly Activity[]>
  last(): Promise<number>
  /** Every account, page by page, with a token of our own. */
  accounts(): Promise<readonly Account[]>
  account(userName: string): Promise<Account>
  scim(path: string): Promise<Response>
}

/** Signs in to the admin console with the password that stands in the data folder. */
export async function signIn(data: string, url: string): Promise<Console> {
  const { dynamicSignal } = JSON.parse(readFileSync(join(data, 'sign-in.json'), 'utf8')) as { dynamicSignal: SignIn }
  return signInAs(dynamicSignal, url)
}
type Init = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
type SignIn = { readonly tenant?: string; readonly userName: string; readonly password: string }

export async function signInAs(who: SignIn, url: string): Promise<Console> {
  const send = async (path: string, init: Init = {}): Promise<Response> => {
    const answer = await fetch(`${url}/admin/api${path}`, {
      ...init,
      headers: { origin: url, 'content-type': 'application/json', connection: 'close', ...init.headers },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const { tenant, userName, password } = who
  const signedIn = await send('/sign-in', { method: 'POST', body: JSON.stringify({ tenant, userName, password }) })
  const base = tenant === undefined ? `${url}/scim/v2` : `${url}/t/${tenant}/scim/v2`
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const get = async <T>(path: string): Promise<T> => (await (await send(path, { headers: { cookie } })).json()) as T
  const post = async <T>(path: string, body: object): Promise<T> =>
    (await (await send(path, { method: 'POST', headers: { cookie }, body: JSON.stringify(body) })).json()) as T

  let token: string | undefined
  const scim = async (path: string): Promise<Response> => {
    token ??= (await post<{ token: string }>('/tokens', { label: 'A reader', expiresInDays: 1 })).token
    return fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}`, connection: 'close' } })
  }
  const activity = async (): Promise<readonly Activity[]> =>
    (await get<{ activity: readonly Activity[] }>('/activity?limit=1000')).activity

  return {
    url,
    get,
    post,
    async patch(path, body) {
      await send(path, { method: 'PATCH', headers: { cookie }, body: JSON.stringify(body) })
    },
    scim,
    since: async (id) => (await activity()).filter((one) => one.id > id).toReversed(),
    last: async () => (await activity())[0]?.id ?? 0,
    async accounts() {
      const accounts: Account[] = []
      for (;;) {
        const answer = await scim(`/Users?startIndex=${accounts.length + 1}&count=100`)
        const page = (await answer.json()) as { Resources?: readonly Account[]; totalResults: number }
        accounts.push(...(page.Resources ?? []))
        if (accounts.length >= page.totalResults || (page.Resources ?? []).length === 0) return accounts
      }
    },
    async account(name) {
      const answer = await scim(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)
      const { Resources = [] } = (await answer.json()) as { Resources?: readonly Account[] }
      const [found] = Resources
      if (found === undefined || Resources.length > 1) throw new Error(`${Resources.length} accounts of ${name}`)
      return found
    },
  }
}
