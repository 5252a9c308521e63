import { json } from './http.ts'

type Token = { readonly id: string; readonly label: string; readonly revokedAt?: string | null }

export type DynamicSignalClient = Awaited<ReturnType<typeof signInToDynamicSignal>>

/** Signs in as an administrator, and then makes the calls that the admin console makes. */
export async function signInToDynamicSignal(at: { url: string; userName: string; password: string }) {
  const origin = new URL(at.url).origin
  const post = { method: 'POST', headers: { origin } }
  const signedIn = await json({
    ...post,
    url: `${at.url}/admin/api/sign-in`,
    body: { userName: at.userName, password: at.password },
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const headers = { origin, cookie }

  return {
    scimApiUrl: async (): Promise<string> =>
      (await json<{ readonly scimApiUrl: string }>({ url: `${at.url}/admin/api/scim`, headers })).answer.scimApiUrl,

    /** A new token; shown once. One of the same label that was lost on the way is revoked first. */
    generateToken: async (label: string): Promise<string> => {
      const { answer } = await json<{ readonly tokens: readonly Token[] }>({
        url: `${at.url}/admin/api/tokens`,
        headers,
      })
      for (const lost of answer.tokens.filter((token) => token.label === label && !token.revokedAt)) {
        await json({ url: `${at.url}/admin/api/tokens/${lost.id}`, method: 'DELETE', headers })
      }
      const made = await json<{ readonly token: string }>({
        url: `${at.url}/admin/api/tokens`,
        method: 'POST',
        headers,
        body: { label, expiresInDays: 365 },
      })
      return made.answer.token
    },
  }
}
