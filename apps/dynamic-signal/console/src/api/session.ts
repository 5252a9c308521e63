import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Refused } from '@usher/parts/refused.ts'
import { get, request } from './request.ts'
import type { Me } from './types.ts'

/** Who is signed in; null: nobody. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: whoAmI, staleTime: 60_000 })
}

async function whoAmI(): Promise<Me | null> {
  try {
    return await get<Me>('/me')
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null
    throw error
  }
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await request('POST', '/sign-out').catch(() => undefined) // the cookie may be gone already
    client.setQueryData(['me'], null)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  }
}
