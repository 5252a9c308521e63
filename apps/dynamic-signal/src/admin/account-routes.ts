import type { FastifyInstance } from 'fastify'
import { Failure } from './failure.ts'
import { accountBody, accountChange, cleaned, read } from './input.ts'
import { hashPassword } from './passwords.ts'
import type { Section } from './service.ts'

type ById = { Params: { id: string } }

/** Admin > Admin rights: who may sign in, and who may do everything. */
export function accountRoutes(app: FastifyInstance, { session, administrators, tokens }: Section): void {
  const list = async (tenantId: string, you: string) =>
    (await administrators.list(tenantId)).map((account) => ({ ...account, isYou: account.id === you }))

  app.get('/administrators', async (request) => {
    const { administrator, tenant } = await session.asAdmin(request)
    return { administrators: await list(tenant.id, administrator.id) }
  })

  app.post('/administrators', async (request, reply) => {
    const { administrator, tenant } = await session.asAdmin(request)
    const { userName, password, isAdmin } = read(accountBody, request.body)
    const id = await administrators.add(tenant.id, { userName, isAdmin, passwordHash: await hashPassword(password) })
    if (id === null) throw new Failure(409, `There is an account "${userName}" already.`)
    return reply.status(201).send((await list(tenant.id, administrator.id)).find((account) => account.id === id))
  })

  app.patch<ById>('/administrators/:id', async (request) => {
    const { administrator, tenant } = await session.asAdmin(request)
    const { isAdmin, password } = read(accountChange, request.body)
    const id = cleaned(request.params.id)
    const change = {
      ...(isAdmin === undefined ? {} : { isAdmin }),
      ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
    }
    await carryOut(tenant.id, id, change)
    return (await list(tenant.id, administrator.id)).find((account) => account.id === id)
  })

  app.delete<ById>('/administrators/:id', async (request, reply) => {
    const { administrator, tenant } = await session.asAdmin(request)
    const id = cleaned(request.params.id)
    if (id === administrator.id)
      throw new Failure(409, 'This is your own account. Another administrator can remove it.')
    await carryOut(tenant.id, id, { removed: true })
    return reply.status(204).send()
  })

  async function carryOut(
    tenantId: string,
    id: string,
    change: { readonly isAdmin?: boolean; readonly passwordHash?: string; readonly removed?: true },
  ): Promise<void> {
    const result = await administrators.change(tenantId, id, change)
    // The tokens of an account that lost Admin stop working with the next request.
    tokens.forget()
    if (result === 'unknown') throw new Failure(404, 'There is no such account.')
    if (result === 'last') throw new Failure(409, 'At least one account must keep the Admin permission.')
  }
}
