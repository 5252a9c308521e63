/** A target on a server that answers as a test tells it to. */
import type { Capabilities, TargetError } from '@usher/engine'
import { httpSend } from '../../edge/http.ts'
import { withBearer } from '../../edge/oauth.ts'
import { pacer } from '../../edge/pace.ts'
import type { Dialect } from '../../gallery/template.ts'
import { dialects } from './dialects/dialects.ts'
import { usualOffers, type Offers } from './offers.ts'
import { scimTarget, type Abilities } from './target.ts'
import { recordingServer, type Asked, type Reply } from './test-server.ts'

export const able: Capabilities = {
  delete: true, deleteGroups: true, softDelete: true, groups: true, membersPerRequest: 100, list: true, pageSize: 2, parallel: 100,
} // prettier-ignore

type Options = Omit<Partial<Abilities>, 'offers'> & {
  readonly offers?: Partial<Offers>
  readonly dialect?: Dialect
}

export async function targetOn(
  replies: readonly Reply[] | ((asked: Asked, count: number) => Reply),
  { offers = {}, dialect = 'rfc', ...abilities }: Options = {},
) {
  const server = await recordingServer(replies)
  const http = httpSend()
  const send = pacer({ requestsInFlight: { start: 8, most: 8 } }).lane(withBearer(http.send, 's3cret'))
  const tenantUrl = new URL(`${server.url}/scim`)
  const connection = { tenantUrl, send, credential: 'token', dialect: dialects[dialect] } as const
  const target = scimTarget(connection, { able, ...abilities, offers: { ...usualOffers, ...offers } })
  return {
    server,
    asked: server.asked,
    connection,
    target,
    async close(): Promise<void> {
      await http.close()
      await server.close()
    },
  }
}

/** What was thrown, or null. */
export function thrown(work: Promise<unknown>): Promise<(Error & Partial<TargetError>) | null> {
  return work.then(
    () => null,
    (error: unknown) => error as Error & Partial<TargetError>,
  )
}
