/** oidc-provider's store, on ours. */
import type { Adapter } from 'oidc-provider'
import { consumeEntity, dropEntity, dropGrant, findEntity, saveEntity } from '../store/oidc-entities.ts'
import type { At } from './at.ts'
import { clientOf } from './clients.ts'

/**
 * Assertions may come again until they end: Microsoft's own library sends one for ten minutes, so their ids are not kept.
 * How long one may live is limited instead.
 */
const unkept = 'ReplayDetection'

export function adapterOf(at: At): (kind: string) => Adapter {
  const { store, keys } = at
  return (kind) => ({
    find: async (id) =>
      kind === 'Client' ? (await clientOf(at, id))
      : kind === unkept ? undefined
      : findEntity(store, keys, { kind, id }), // prettier-ignore
    findByUid: async (uid) => findEntity(store, keys, { kind, uid }),
    findByUserCode: () => Promise.resolve(undefined),
    async upsert(id, payload, seconds) {
      if (kind !== unkept) await saveEntity(store, keys, { kind, id, payload: { ...payload }, seconds })
    },
    consume: (id) => consumeEntity(store, kind, id),
    destroy: (id) => dropEntity(store, kind, id),
    revokeByGrantId: (grant) => dropGrant(store, grant),
  })
}
