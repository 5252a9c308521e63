import type { FastifyInstance } from 'fastify'
import { userNameKey } from '@usher/scim'
import { Failure } from './failure.ts'
import { read, signInBody } from './input.ts'
import { hashPassword, isPassword } from './passwords.ts'
import type { Section } from './service.ts'
import type { Person } from './session.ts'

const nobody = hashPassword('nobody has this password')

/** Who is at the console. */
export function signInRoutes(app: FastifyInstance, service: Section): void {
  const { administrators, attempts, addresses, session, tenants, firstTenantId } = service

  app.post('/sign-in', async (request, reply) => {
    const { tenant: name, userName, password } = read(signInBody, request.body)
    const tenant = await (name === undefined ? tenants.byId(firstTenantId) : tenants.byName(name))
    // However the name is written, it is one account. What is tried counts at once, not when its answer is known.
    const who = `${request.ip} ${tenant?.id ?? ''} ${userNameKey(userName)}`
    const wait = Math.max(attempts.secondsToWait(who), addresses.secondsToWait(request.ip))
    attempts.failed(who)
    if (wait > 0) {
      void reply.header('retry-after', String(wait))
      throw new Failure(429, `Too many failed attempts. Try again in ${Math.ceil(wait / 60)} minutes.`)
    }
    const found = tenant === undefined ? undefined : await administrators.find(tenant.id, userName)
    // An unknown name takes as long as a wrong password.
    const isRight = await isPassword(password, found?.passwordHash ?? (await nobody))
    if (tenant === undefined || found === undefined || !isRight) {
      addresses.failed(request.ip)
      throw new Failure(401, 'The user name or the password is wrong.')
    }
    attempts.succeeded(who)
    await session.open(reply, found)
    return meOf({ administrator: found, tenant, secret: '' })
  })

  app.post('/sign-out', async (request, reply) => {
    await session.close(request, reply)
    return reply.send({})
  })

  app.get('/me', async (request) => meOf(await session.signedIn(request)))
}

function meOf({ administrator: { userName, isAdmin }, tenant: { name, isFirst, settings } }: Person) {
  return { userName, isAdmin, tenant: { name, isFirst, groups: settings.groups } }
}
