import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../test/house/scim-provider.ts'

const root = join(import.meta.dirname, '../..')

describe.each(['fastify.js', 'express.js'])('%s', (file) => {
  let provider: Provider

  beforeAll(async () => {
    provider = await startProvider(join(import.meta.dirname, file))
  })
  afterAll(() => provider.end())

  test('CR-1, FL-10, PA-5, DE-1: a person is created, found, changed and deleted', async () => {
    const { ask } = provider
    const created = await ask('POST', '/Users', { userName: 'Ana@contoso.com', active: 'True' })
    expect(created).toMatchObject({ status: 201, type: 'application/scim+json; charset=utf-8' })
    const { id, meta } = created.body as { id: string; meta: { location: string } }
    expect(created.location).toBe(meta.location)

    const found = await ask('GET', '/Users?filter=userName+eq+"ana@CONTOSO.com"&attributes=active')
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, active: true }] })

    const operations = [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'ana@contoso.com' }]
    const patched = await ask('PATCH', `/Users/${id}`, { Operations: operations })
    expect(patched).toMatchObject({ status: 200, body: { emails: [{ type: 'work', value: 'ana@contoso.com' }] } })

    const replaced = await ask('PUT', `/Users/${id}`, { userName: 'ana@contoso.com', title: 'Engineer' })
    expect(replaced.body).toMatchObject({ title: 'Engineer', active: true })
    expect(replaced.body).not.toHaveProperty('emails')

    expect(await ask('DELETE', `/Users/${id}`)).toMatchObject({ status: 204, body: undefined })
    expect(await ask('GET', `/Users/${id}`)).toMatchObject({ status: 404, body: { status: '404' } })
    expect((await ask('GET', '/Users')).body).toMatchObject({ totalResults: 0, Resources: [] })
  })

  test('CR-2, CR-3, AU-2: what is wrong is refused as SCIM says it', async () => {
    const { ask } = provider
    const body = { userName: 'ben' }
    const { id } = (await ask('POST', '/Users', body)).body as { id: string }
    expect(await ask('POST', '/Users', { userName: 'BEN' })).toMatchObject({
      status: 409,
      body: { scimType: 'uniqueness' },
    })
    expect(await ask('POST', '/Users', {})).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
    expect(await ask('POST', '/Users', '{')).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } })
    expect(await ask('GET', '/Users?filter=x')).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } })
    expect(await ask('GET', '/Nothing')).toMatchObject({ status: 404, body: { status: '404' } })
    expect(await ask('GET', '/Users', undefined, 'wrong')).toMatchObject({ status: 401, body: { status: '401' } })
    await ask('DELETE', `/Users/${id}`)
  })

  test('DC-1, DC-3, DC-4: discovery says what there is', async () => {
    const { ask } = provider
    expect((await ask('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true } })
    expect((await ask('GET', '/ResourceTypes')).body).toMatchObject({ totalResults: 1, Resources: [{ id: 'User' }] })
    const urn = 'urn:ietf:params:scim:schemas:core:2.0:User'
    expect((await ask('GET', `/Schemas/${urn.toLowerCase()}`)).body).toMatchObject({ id: urn })
    expect(await ask('GET', '/Schemas?filter=id+pr')).toMatchObject({ status: 403 })
  })

  test('its code is the one that the README of @usher/scim shows', () => {
    const readme = readFileSync(join(root, 'packages/scim/README.md'), 'utf8')
    expect(readme).toContain(`\`\`\`js\n${readFileSync(join(import.meta.dirname, file), 'utf8')}\`\`\``)
  })
})
