import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startGraph } from '../../apps/usher/src/graph/test-graph.ts'
import { makeClient } from '../../apps/usher/src/sign-in/test-clients.ts'
import { signInAs } from './dynamic-signal.ts'
import { endAll, freePort, minute, newFolder, run } from './house.ts'

afterAll(endAll, minute)
const password = 'only-on-loopback-and-for-this-test'

test(
  'whoever automates Entra changes the base URL: the documented sequence, over https, by a client with just the permissions it needs',
  async () => {
    const port = await freePort()
    const program = run(
      'apps/dynamic-signal/src/main.ts',
      ['--data', join(newFolder(), 'target'), '--port', String(port)],
      {
        env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
      },
    )
    const [graph] = await Promise.all([startGraph({ https: true }), program.until('SCIM API URL')])
    try {
      const console = await signInAs({ userName: 'admin', password }, `http://127.0.0.1:${port}`)
      const { token } = await console.post<{ token: string }>('/tokens', { label: 'Usher', expiresInDays: 1 })
      const people: string[] = []
      for (const name of ['ana', 'bea', 'cem', 'dan', 'eva']) {
        const upn = `${name}@contoso.example`
        const { body, text } = await graph.ask('POST', '/usher/users', { userPrincipalName: upn, displayName: name, mail: upn, mailNickname: name }) // prettier-ignore
        expect(body['user'], text).toBeDefined()
        people.push((body['user'] as { id: string }).id)
      }
      const permissions = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Synchronization.ReadWrite.All', 'ProvisioningLog.Read.All'] // prettier-ignore
      const client = await makeClient(graph, 'Automation', ...permissions)
      const { body } = await graph.ask('GET', '/v1.0/organization')
      const tenant = (body['value'] as readonly { id: string }[])[0]?.id
      const url = graph.url.replace('127.0.0.1', 'localhost')
      const target = `http://127.0.0.1:${port}/scim/v2`
      const given = { url, tenant, clientId: client.appId, secret: client.secret, target, token, people }
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: graph.authorityFile ?? '', GIVEN: JSON.stringify(given) }
      const script = join(import.meta.dirname, 'documented-sequence.ts')
      const { stdout } = await promisify(execFile)(process.execPath, [script], { env })
      expect(JSON.parse(stdout)).toEqual({
        refused: 'InvalidCredentials',
        code: 'Active',
        counts: expect.arrayContaining([expect.objectContaining({ value: 5 })]) as unknown,
        created: ['ana', 'bea', 'cem', 'dan', 'eva'],
        link: true,
        // It was given nothing about roles.
        denied: '403 Authorization_RequestDenied',
      })
      expect((await console.accounts()).filter(({ active }) => active)).toHaveLength(5)
    } finally {
      await graph.close()
    }
  },
  3 * minute,
)
