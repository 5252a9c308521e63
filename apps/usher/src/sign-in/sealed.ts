/** What this service hands to a browser and takes back: nobody else can read it or make it. */
import type { Keys } from '../store/secrets.ts'

export type Purpose = 'code' | 'start' | 'elsewhere' | 'vouched' | 'factor' | 'known'

export function sealed(keys: Keys, purpose: Purpose, value: object): string {
  return keys.encrypt(JSON.stringify({ purpose, value }))
}

/** Null when it is not ours, or was made for another purpose. */
export function opened<T>(keys: Keys, purpose: Purpose, text: string): T | null {
  try {
    const found = JSON.parse(keys.decrypt(text)) as { readonly purpose: string; readonly value: T }
    return found.purpose === purpose ? found.value : null
  } catch {
    return null
  }
}
