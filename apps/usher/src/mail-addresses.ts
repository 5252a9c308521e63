import { z } from 'zod'

const most = 20

/** `a@x.example, b@y.example` as a list without doubles; null when one of them is no e-mail address. */
export function readAddresses(text: string): readonly string[] | null {
  const all = text
    .split(/[,;\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const distinct = [...new Map(all.map((one) => [one.toLowerCase(), one])).values()]
  return distinct.length > 0 && distinct.length <= most && distinct.every(isAddress) ? distinct : null
}

/** Printable ASCII without anything that a header or an SMTP command could be broken by. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && z.email().safeParse(text).success
}
