import { Failed } from './client.ts'

/** An option that is on or off. */
export function isOn(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new Failed(`Say on or off, not "${text}".`, 2)
}
