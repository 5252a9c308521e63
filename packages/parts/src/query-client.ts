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
    defaultOptions: { queries: { retry: again, staleTime: 2000 } },
  })
  return client
}

function again(failures: number, error: unknown): boolean {
  // What the service refuses it refuses again; what does not answer may be starting.
  return failures < 2 && error instanceof Refused && (error.status === 0 || error.status >= 502)
}
