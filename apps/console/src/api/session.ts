import { createContext, useContext } from 'react'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { type Gives, ask, rememberCsrf } from './ask.ts'

export type Session = Gives<'GET /usher/session'>
/** What somebody may be allowed to do: docs/reference/access.md. */
export type Action = Session['may'][number]

/** Who is signed in. Nobody is, so somebody has to: `signInAgain`. */
export function useWhoIsThere(): UseQueryResult<Session> {
  return useQuery({
    queryKey: ['GET /usher/session'],
    queryFn: async () => {
      const session = await ask('GET /usher/session')
      rememberCsrf(session.csrf ?? '')
      return session
    },
    staleTime: 60_000,
  })
}

export const SessionContext = createContext<Session | null>(null)

/** Whoever is signed in, within the pages. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('There is no session outside of the pages.')
  return session
}

/**
 * Whether whoever is signed in may do something here; `null` stands for what everybody may.
 *
 * Where the address names an application (`:app`), its owners may what owners may.
 */
export function useMay(): (action: Action | null) => boolean {
  const { may, owns } = useSession()
  const { app } = useParams()
  const isOwner = owns.applications.some(({ id }) => id === app)
  return (action) => action === null || may.includes(action) || (isOwner && owns.may.includes(action))
}

/** To the sign-in, and from there back to this very page. */
export function signInAgain(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
}

export async function signOut(csrf: string): Promise<void> {
  await fetch('/sign-out', { method: 'POST', headers: { 'x-usher-csrf': csrf } }).catch(() => undefined)
  location.assign('/sign-in')
}
