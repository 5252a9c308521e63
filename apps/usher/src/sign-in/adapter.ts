/** oidc-provider's store, on ours. */
import type { Adapter } from 'oidc-provider'
import { consumeEntity, dropEntity, dropGrant, findEntity, saveEntity, userCodeUid } from '../store/oidc-entities.ts'
import type { At } from './at.ts'
import { clientOf } from './clients.ts'

/**
 * Assertions may come again until they end: Microsoft's own library sends one for ten minutes, so their ids are not kept.
 * How long one may live is limited instead.
 */
const unkept = 'ReplayDetection'

/** Seconds for which a code of a device is known still, so that it is said to have expired. */
const longer = 600

export function adapterOf(at: At): (kind: string) => Adapter {
  const { store, keys } = at
  return (kind) => ({
    find: async (id) =>
      kind === 'Client' ? (await clientOf(at, id))
      : kind === unkept ? undefined
      : findEntity(store, keys, { kind, id }), // prettier-ignore
    findByUid: async (uid) => findEntity(store, keys, { kind, uid }),
    findByUserCode: (userCode) => findEntity(store, keys, { kind, uid: userCodeUid(userCode) }),
    async upsert(id, payload, seconds) {
      if (kind === unkept) return
      const { userCode } = payload
      const uid = userCode === undefined ? undefined : userCodeUid(userCode)
      await saveEntity(store, keys, {
        kind,
        id,
        payload: { ...payload },
        uid,
        seconds: seconds === undefined || uid === undefined ? seconds : seconds + longer,
      })
    },
    consume: (id) => consumeEntity(store, kind, id),
    destroy: (id) => dropEntity(store, kind, id),
    revokeByGrantId: (grant) => dropGrant(store, grant),
  })
}
