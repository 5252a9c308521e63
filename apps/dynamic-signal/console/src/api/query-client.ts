import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Refused } from './request.ts'

/** Nobody is signed in any more: the sign-in shows, and the address stays. */
function signedOut(error: unknown): void {
  if (error instanceof Refused && error.status === 401) queryClient.setQueryData(['me'], null)
}

function again(failures: number, error: unknown): boolean {
  // What the service refuses it refuses again; what does not answer may be starting.
  return failures < 2 && error instanceof Refused && (error.status === 0 || error.status >= 502)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: { queries: { retry: again, staleTime: 2000 } },
})
