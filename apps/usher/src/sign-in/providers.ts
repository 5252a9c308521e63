/** Which oidc-provider answers: one for each directory and address, made when it is first asked for, and anew with new keys. */
import type Provider from 'oidc-provider'
import { signingKeys, type SigningKey } from '../store/signing-keys.ts'
import type { At } from './at.ts'
import type { Answering } from './token-answers.ts'

/** Addresses come from clients, so only so many are remembered. */
const most = 20
/** Milliseconds after which another process is asked whether it has changed the keys. */
const fresh = 30_000
const hasty = 1000

export type Providers = {
  at(at: At): Promise<Provider>
  /** Keys that tokens of a directory are verified with. `unknown`: read again, since one was not among them. */
  keysOf(at: Pick<At, 'store' | 'keys'>, unknown?: boolean): Promise<readonly SigningKey[]>
  /** The keys were changed here. */
  forget(): void
}

export function createProviders(answering: Answering): Providers {
  const known = new Map<string, { readonly provider: Provider; readonly kids: string }>()
  const keys = new Map<string, { readonly list: readonly SigningKey[]; readonly read: number }>()
  const keysOf: Providers['keysOf'] = async ({ store, keys: sealing }, unknown = false) => {
    const had = keys.get(store.tenant)
    if (had !== undefined && Date.now() - had.read < (unknown ? hasty : fresh)) return had.list
    const list = await signingKeys(store, sealing)
    keys.set(store.tenant, { list, read: Date.now() })
    return list
  }
  return {
    keysOf,
    forget: () => keys.clear(),
    async at(at) {
      const list = await keysOf(at)
      // Loaded for the first that signs in: it takes 50 MB, and a service may run for days before.
      const [{ providerAt }, { answerLikeEntra }] = await Promise.all([import('./provider.ts'), import('./token-answers.ts')]) // prettier-ignore
      const made = (): Provider => {
        const provider = providerAt(at, list)
        answerLikeEntra(provider, at, answering)
        return provider
      }
      const kids = list.map(({ kid }) => kid).join(' ')
      const name = `${at.store.tenant} ${at.base}`
      const had = known.get(name)
      known.delete(name)
      const one = had?.kids === kids ? had : { provider: made(), kids }
      known.set(name, one)
      const [oldest] = known.keys()
      if (known.size > most && oldest !== undefined) known.delete(oldest)
      return one.provider
    },
  }
}
