import { useSettled } from '@usher/parts/use-settled.ts'
import { useFound } from '../api/use-found.ts'
import { type Named, inOrder, questions } from './found.ts'

/** People and groups that what was typed may mean; `which`: or only one of the two. */
export function usePrincipals(typed: string, which: 'both' | 'users' | 'groups') {
  const words = useSettled(typed)
  const users = useFound('GET /v1.0/users', which === 'groups' ? [] : questions('users', words))
  const groups = useFound('GET /v1.0/groups', which === 'users' ? [] : questions('groups', words))
  const found: readonly Named[] = [
    ...(groups.rows ?? []).map(({ id, displayName }) => ({ id, name: displayName, about: 'Group' })),
    ...(users.rows ?? []).map(({ id, displayName, userPrincipalName }) => ({
      id,
      name: displayName ?? userPrincipalName,
      about: userPrincipalName,
    })),
  ]
  const isThere = users.rows !== undefined && groups.rows !== undefined
  return {
    data: isThere ? inOrder(found, words) : undefined,
    isMore: users.isMore || groups.isMore,
    error: users.error ?? groups.error,
    refetch: () => void Promise.all([users.refetch(), groups.refetch()]),
  }
}
