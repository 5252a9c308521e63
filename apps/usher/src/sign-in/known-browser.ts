/** What a browser keeps of who signed in with it: nothing that lets anybody in, only that guessing elsewhere does not hold them up. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import type { At } from './at.ts'
import type { Known } from './authenticate.ts'
import { cookieName, readCookie, setCookie } from './browser.ts'
import { opened, sealed } from './sealed.ts'

const year = 365 * 86_400
const name = (base: string): string => cookieName(base, '_known')

export function knownIn({ keys, base }: At, request: FastifyRequest): Known | null {
  return opened<Known>(keys, 'known', readCookie(request, name(base)) ?? '')
}

/** By a number of its own, so that each of several browsers counts for itself. */
export function remember(at: At, request: FastifyRequest, reply: FastifyReply, userId: string): void {
  const { keys, base } = at
  if (knownIn(at, request)?.userId === userId) return
  const known: Known = { userId, browser: randomBytes(16).toString('base64url') }
  setCookie(reply, base, { name: name(base), value: sealed(keys, 'known', known), seconds: year })
}
