import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Refused } from './refused.ts'

/** What the service answered is kept for two seconds. `signedOut`: whoever was signed in is so no more. */
export function createQueryClient(signedOut: (client: QueryClient) => void): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof Refused && error.status === 401) signedOut(client)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    // Who is cut off from the network is told so, instead of waiting for it; the service may be this very machine, too.
    defaultOptions: {
      queries: { retry: again, staleTime: 2000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

function again(failures: number, error: unknown): boolean {
  // What the service refuses it refuses again; what does not answer may be starting.
  return failures < 2 && error instanceof Refused && (error.status === 0 || error.status >= 502)
}
