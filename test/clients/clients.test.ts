import type { Attributes, Json } from '@usher/scim'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fixture, openFixture, stores } from '../../apps/dynamic-signal/src/service-fixture.ts'
import { type Recording, type Tenant, filled, newTenant, replay } from './clients.ts'
import entraGroups from './entra-groups.cases.json' with { type: 'json' }
import entraUsers from './entra-users.cases.json' with { type: 'json' }
import okta from './okta.cases.json' with { type: 'json' }
import queries from './queries.cases.json' with { type: 'json' }

type Query = {
  readonly rule: string
  readonly intent: string
  readonly target: string
  readonly groups?: boolean
  readonly attribute?: string
  readonly finds?: readonly string[]
  readonly status?: number
  readonly scimType?: string
}

const recordings = [
  ...(entraUsers as readonly Recording[]),
  ...(entraGroups as readonly Recording[]).map((recording) => ({ ...recording, groups: true })),
  ...(okta as readonly Recording[]),
]

describe.each(stores)('on %s', (store) => {
  let on: Fixture
  beforeAll(async () => {
    on = await openFixture(store)
  })
  afterAll(async () => on.close())

  describe.each([false, true])('where groups are %s', (groups) => {
    const rows = recordings
      .filter((recording) => (recording.groups ?? groups) === groups)
      .flatMap((recording) => recording.profiles.map((profile) => [profile, recording.name, recording] as const))

    test.for(rows)('%s: %s', async ([profile, , recording]) => {
      const tenant = await newTenant(on, profile, { ...recording.settings, groups })
      expect(await replay(tenant, recording)).toEqual([])
    })

    describe('the addresses of §1.1', () => {
      let tenant: Tenant
      beforeAll(async () => {
        tenant = await contoso(on, groups)
      })

      test.for((queries as readonly Query[]).filter((query) => (query.groups ?? groups) === groups))(
        '$rule: $intent',
        async ({ target, finds, attribute = 'userName', status = 200, scimType }) => {
          const heard = await tenant.ask({ send: `GET ${target}` })
          expect(heard.status, heard.text).toBe(status)
          const body = heard.body as Attributes
          expect(body['scimType']).toBe(scimType)
          if (finds === undefined) return
          const resources = body['Resources'] as readonly Attributes[]
          expect(resources.map((one) => String(one[attribute])).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
            filled(finds, tenant.kept),
          )
          expect(body['totalResults']).toBe(finds.length)
        },
      )
    })
  })
})

/** Who is asked for: Bob and his manager Mia, somebody inactive, somebody with an apostrophe, and Bob's group. */
async function contoso(on: Fixture, groups: boolean): Promise<Tenant> {
  const tenant = await newTenant(on, 'entra', { groups })
  const make = async (kind: string, name: string, body: Json): Promise<void> => {
    const heard = await tenant.ask({ send: `POST /${kind}`, body, keep: { [name]: 'id' } })
    expect(heard.status, heard.text).toBe(201)
  }
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const mail = (value: string): Json => [{ type: 'work', value }]
  await make('Users', 'mia', { schemas, userName: 'mia@contoso.com', displayName: 'Mia' })
  await make('Users', 'bob', {
    schemas,
    userName: 'bob@contoso.com',
    externalId: 'bob',
    displayName: 'Bob "B" \\',
    emails: mail('bob@contoso.com'),
    [enterprise]: { employeeNumber: '10042', manager: { value: tenant.kept.get('mia') ?? '' } },
  })
  await make('Users', 'gone', {
    schemas,
    userName: 'gone@contoso.com',
    active: false,
    emails: mail('shared@contoso.com'),
  })
  await make('Users', 'hara', { schemas, userName: "o'hara@contoso.com", emails: mail('shared@contoso.com') })
  if (!groups) return tenant
  const members = [{ value: tenant.kept.get('bob') ?? '' }]
  await make('Groups', 'staff', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'All Staff',
    members,
  })
  return tenant
}
