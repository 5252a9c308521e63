import { TargetError, TargetUnusable, type AttributeChange, type Capabilities, type Exchange } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { httpSend } from '../../edge/http.ts'
import { withBearer } from '../../edge/oauth.ts'
import { operations } from './operations.ts'
import { caller } from './call.ts'
import { dialects } from './dialects/dialects.ts'
import { testConnection } from './probe.ts'
import { scimTarget } from './target.ts'

const able: Capabilities = {
  delete: false, deleteGroups: false, softDelete: true, groups: true, membersPerRequest: 100, list: true, pageSize: 2, parallel: 4,
} // prettier-ignore
const scimError = (status: number, detail: string, scimType?: string) => ({
  status,
  body: JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail,
    scimType,
  }),
})
const list = (...resources: Attributes[]) => ({
  status: 200,
  body: JSON.stringify({ totalResults: resources.length, Resources: resources }),
})
type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Record<string, unknown>
  readonly body: unknown
}
type Reply = { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** A service provider that answers as it is told to; gives what it was asked. */
async function provider(reply: (asked: Asked) => Reply) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x')
      const one = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? null : (JSON.parse(text) as unknown),
      }
      asked.push(one)
      const { status, body, headers = { 'content-type': 'application/scim+json' } } = reply(one)
      response.writeHead(status, headers).end(body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = httpSend()
  open.push(async () => {
    await http.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const tenantUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/`)
  const send = withBearer(http.send, 's3cret')
  const connection = { tenantUrl, send, credential: 'token', dialect: dialects.rfc } as const
  return { asked, connection, target: scimTarget(connection, { able }) }
}

const userName = 'userName'
const forNobody = { path: userName, groups: false, nobody: () => 'nobody' }
const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe('what is asked', () => {
  test('CY-70: a search is one GET with an eq filter, its quotes escaped, with the token', async () => {
    const { asked, target } = await provider(() => list())
    const trace: Exchange[] = []
    expect(await target.find('User', [{ path: userName, value: 'o"neil\\@x' }], trace)).toEqual([])
    expect(asked).toMatchObject([
      { method: 'GET', path: '/scim/v2/Users', headers: { authorization: 'Bearer s3cret' } },
    ])
    expect(asked[0]?.query.get('filter')).toBe(String.raw`userName eq "o\"neil\\@x"`)
    expect(trace).toMatchObject([{ method: 'GET', status: 200 }])
    expect(JSON.stringify(trace)).not.toContain('s3cret')
  })

  test('CY-72: a create is one POST that names the schemas it uses', async () => {
    const { asked, target } = await provider(() => ({ status: 201, body: '{"id":"a1","meta":{"version":"W/1"}}' }))
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const made = await target.create('User', { userName: 'ana', [enterprise]: { department: 'Sales' } }, [])
    expect(made).toMatchObject({ id: 'a1', version: 'W/1' })
    expect(asked).toMatchObject([
      {
        method: 'POST',
        path: '/scim/v2/Users',
        body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise], userName: 'ana' },
      },
    ])
  })

  test('an update is one PATCH, an answer without a body is enough', async () => {
    const { asked, target } = await provider(() => ({ status: 204 }))
    await target.update(
      'User',
      { id: 'a/1', attributes: { active: true } },
      [{ op: 'replace', path: 'active', kind: 'value', from: true, to: false }],
      [],
    )
    expect(asked).toMatchObject([
      {
        method: 'PATCH',
        path: '/scim/v2/Users/a%2F1',
        headers: { 'content-type': 'application/scim+json' },
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: false }],
        },
      },
    ])
  })

  test('an update that is answered with the value from before returns its path', async () => {
    const answers = [{ title: 'Boss' }, { title: 'Clerk' }].map((one) => ({ status: 200, body: JSON.stringify(one) }))
    const { target } = await provider(() => answers.shift() ?? { status: 500 })
    const patch = [{ op: 'replace', path: 'title', kind: 'value', from: 'Clerk', to: 'Boss' }] as const
    const ana = { id: 'a1', attributes: { title: 'Clerk' } }
    expect(await target.update('User', ana, patch, [])).toEqual([])
    expect(await target.update('User', ana, patch, [])).toEqual(['title'])
  })

  test('a list is read page by page until there is no more, also when pages are smaller than asked for', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, userName: id }))
    const { asked, target } = await provider(({ query }) => {
      const start = Number(query.get('startIndex')) - 1
      return {
        status: 200,
        body: JSON.stringify({ totalResults: 5, Resources: all.slice(start, start + (start === 0 ? 1 : 2)) }),
      }
    })
    const ids: string[] = []
    for await (const page of target.list('User', ['userName', 'emails[type eq "work"].value'], []))
      ids.push(...page.objects.map(({ id }) => id))
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(asked.map(({ query }) => query.get('startIndex'))).toEqual(['1', '2', '4'])
    expect(asked[0]?.query.get('attributes')).toBe('userName,emails')
  })

  test('a list that ends before its total ends', async () => {
    const { asked, target } = await provider(() => ({ status: 200, body: '{"totalResults":9}' }))
    for await (const page of target.list('User', ['userName'], [])) expect(page.objects).toEqual([])
    expect(asked).toHaveLength(1)
  })
})

describe('what an answer means', () => {
  const html: Reply = { status: 200, body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }
  test.each<[string, Reply, string, RegExp]>([
    [
      '401',
      scimError(401, 'expired'),
      'Unauthorized',
      /refuses the Secret Token \(401: expired\)\. Generate a new token/,
    ],
    [
      '403',
      scimError(403, 'no'),
      'InsufficientRights',
      /does not allow this \(403: no\)\. Give the owner of the token, or the client, the right/,
    ],
    [
      '404',
      { status: 404 },
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      /no SCIM endpoint at the Tenant URL \(404\)\. Copy the SCIM API URL/,
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://x/' } },
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      /redirects \(302\) to https:\/\/x\/, which is not followed/,
    ],
    [
      'a web page',
      html,
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      /answer is not JSON \(200, text\/html\)/,
    ],
    [
      'JSON that is no list',
      { status: 200, body: '{"users":[]}' },
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      /not a SCIM ListResponse/,
    ],
    [
      'a list of things without an id',
      list({ userName: 'ana' }),
      'SystemForCrossDomainIdentityManagementServiceIncompatible',
      /answers with a resource without an id/,
    ],
  ])('ER-20: a search answered by %s ends the cycle with one sentence', async (_, reply, code, sentence) => {
    const { target, connection } = await provider(() => reply)
    const error = await thrown(target.find('User', [{ path: userName, value: 'ana' }], []))
    expect(error).toBeInstanceOf(TargetUnusable)
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), error: { code } })
    expect(await thrown(testConnection(caller(connection), forNobody))).toMatchObject({
      message: expect.stringMatching(sentence),
    })
  })

  test.each<[string, Reply, string, 'soon' | 'later']>([
    ['400', scimError(400, 'bad', 'invalidValue'), 'UnprocessableEntity', 'later'],
    ['405', { status: 405 }, 'MethodNotAllowed', 'later'],
    ['A-26: 409', scimError(409, 'taken', 'uniqueness'), 'EntryConflict', 'soon'],
    ['413', { status: 413 }, 'UnprocessableEntity', 'later'],
    ['418', { status: 418 }, 'UnprocessableEntity', 'later'],
    ['429', { status: 429 }, 'TooManyRequests', 'soon'],
    ['500', { status: 500, body: '<h1>oops</h1>' }, 'InternalServerError', 'soon'],
    ['501', { status: 501 }, 'NotImplemented', 'later'],
    ['504', { status: 504 }, 'Timeout', 'soon'],
    ['599', { status: 599 }, 'InternalServerError', 'soon'],
  ])('a create answered by %s concerns that one person', async (_, reply, code, retry) => {
    const { target } = await provider(() => reply)
    const error = await thrown(target.create('User', { userName: 'ana' }, []))
    expect(error).toBeInstanceOf(TargetError)
    expect(error).toMatchObject({ error: { code, retry } })
  })

  test('the sentence holds what the application said, and the trace its answer', async () => {
    const { target } = await provider(() => scimError(409, 'userName ana is taken', 'uniqueness'))
    const trace: Exchange[] = []
    const error = await thrown(target.create('User', { userName: 'ana' }, trace))
    expect(error).toMatchObject({ message: 'the application answered 409 uniqueness: userName ana is taken' })
    expect(trace).toMatchObject([
      {
        method: 'POST',
        url: '/scim/v2/Users',
        status: 409,
        requestBody: { userName: 'ana' },
        responseBody: { detail: 'userName ana is taken' },
      },
    ])
  })

  const title: readonly AttributeChange[] = [{ op: 'replace', path: 'title', kind: 'value', to: 'Boss' }]

  test.each([
    ['oauth', /refuses the access token of the OAuth client \(401\)\. Check the client, its secret and its scope/],
    ['certificate', /refuses the client certificate \(401\)\. Check in its admin console which certificate/],
  ] as const)('401 says what was refused: %s', async (credential, sentence) => {
    const { connection } = await provider(() => ({ status: 401 }))
    const target = scimTarget({ ...connection, credential }, { able })
    expect(await thrown(target.get({ type: 'User', id: 'a1' }, []))).toMatchObject({
      message: expect.stringMatching(sentence),
    })
  })

  test('A-25: an update of an account that is gone says so, to be looked at again soon', async () => {
    const { target } = await provider(() => scimError(404, 'gone'))
    const error = await thrown(target.update('User', { id: 'a1', attributes: {} }, title, []))
    expect(error).toMatchObject({ error: { code: 'InvalidAnchor', retry: 'soon' } })
  })

  test('one write that is answered with a web page concerns one person, and a search so answered everybody', async () => {
    const { target } = await provider(() => html)
    const error = await thrown(target.update('User', { id: 'a1', attributes: {} }, title, []))
    expect(error).toBeInstanceOf(TargetError)
    expect(error).toMatchObject({ message: expect.stringMatching(/answer is not JSON \(200, text\/html\)/) })
    expect(await thrown(target.delete({ type: 'User', id: 'a1' }, []))).toBeInstanceOf(TargetError)
    expect(await thrown(target.get({ type: 'User', id: 'a1' }, []))).toBeInstanceOf(TargetUnusable)
  })

  test('CY-71: an account that is not there is gone when the endpoint is there, which is asked once', async () => {
    const { asked, target } = await provider(({ path }) =>
      path === '/scim/v2/Users' ? list({ id: 'b', userName: 'bea' }) : scimError(404, 'gone'),
    )
    expect(await target.get({ type: 'User', id: 'a1' }, [])).toBeNull()
    expect(await target.get({ type: 'User', id: 'a2' }, [])).toBeNull()
    expect(asked.filter(({ path }) => path === '/scim/v2/Users')).toHaveLength(1)
  })

  test('at a wrong Tenant URL, where nothing is there, no account counts as gone', async () => {
    const { target } = await provider(() => ({
      status: 404,
      body: 'Not found',
      headers: { 'content-type': 'text/plain' },
    }))
    for (const id of ['a1', 'a2'])
      expect(await thrown(target.get({ type: 'User', id }, []))).toBeInstanceOf(TargetUnusable)
  })

  test('nobody there ends the cycle; a connection that breaks concerns one person', async () => {
    const { connection } = await provider(() => list())
    const nowhere = scimTarget({ ...connection, tenantUrl: new URL('http://127.0.0.1:1/scim') }, { able })
    expect(await thrown(nowhere.find('User', [{ path: userName, value: 'ana' }], []))).toMatchObject({
      message:
        'The application cannot be reached: no connection (ECONNREFUSED). Is it running, and is the Tenant URL right?',
    })
  })
})

describe('Test Connection', () => {
  test('A-47: asks for one person who cannot exist, and is content with an empty list', async () => {
    const { asked, connection } = await provider(() => list())
    await testConnection(caller(connection), forNobody)
    expect(asked.map(({ method, query }) => [method, query.get('filter')])).toEqual([['GET', 'userName eq "nobody"']])
  })

  test('a server that ignores the filter is told from one that honours it', async () => {
    const { connection } = await provider(() => list({ id: 'b', userName: 'bea' }))
    await expect(testConnection(caller(connection), forNobody)).rejects.toThrow('it ignores "filter"')
  })

  test.each<[Reply, RegExp]>([
    [{ status: 502 }, /^The application answered 502\. The application, or a proxy before it, has failed; its log/],
    [{ status: 405 }, /^The application answered 405\. It was asked for somebody whose .* check the Tenant URL/],
  ])('a test of the connection says what helps against %j', async (reply, sentence) => {
    const { connection } = await provider(() => reply)
    const error = await thrown(testConnection(caller(connection), forNobody))
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) })
  })
})

describe('the operations of a PATCH', () => {
  const change = (
    op: AttributeChange['op'],
    path: string,
    to?: string,
    kind: AttributeChange['kind'] = 'value',
  ): AttributeChange => ({
    op,
    path,
    kind,
    ...(to !== undefined && { to }),
  })
  const work = 'addresses[type eq "work"]'
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  test.each<[string, readonly AttributeChange[], Attributes, unknown]>([
    ['a simple value', [change('replace', 'title', 'Boss')], {}, [{ op: 'replace', path: 'title', value: 'Boss' }]],
    ['a value that goes', [change('remove', 'title')], { title: 'x' }, [{ op: 'remove', path: 'title' }]],
    ['a part of a complex value', [change('add', 'name.givenName', 'Ana')], {}, [{ op: 'add', path: 'name.givenName', value: 'Ana' }]],
    ['an attribute of an extension', [change('add', `${enterprise}:department`, 'Sales')], {}, [{ op: 'add', path: `${enterprise}:department`, value: 'Sales' }]],
    ['a reference', [change('add', `${enterprise}:manager`, 'm1', 'reference')], {}, [{ op: 'add', path: `${enterprise}:manager`, value: { value: 'm1' } }]],
    ['an element that is there', [change('replace', `${work}.locality`, 'Porto')], { addresses: [{ type: 'work', locality: 'Lisboa' }] }, [{ op: 'replace', path: `${work}.locality`, value: 'Porto' }]],
    ['P-3: an element that is missing is added whole, once', [change('add', `${work}.locality`, 'Porto'), change('add', `${work}.country`, 'PT')], { addresses: [{ type: 'home' }] }, [{ op: 'add', path: 'addresses', value: [{ type: 'work', locality: 'Porto', country: 'PT' }] }]],
    ['two elements that are missing', [change('add', 'phoneNumbers[type eq "work"].value', '1'), change('add', 'phoneNumbers[type eq "fax"].value', '2')], {}, [{ op: 'add', path: 'phoneNumbers', value: [{ type: 'work', value: '1' }] }, { op: 'add', path: 'phoneNumbers', value: [{ type: 'fax', value: '2' }] }]],
    ['a primary role, by a Boolean', [change('replace', 'roles[primary eq "True"].value', 'Admin')], { roles: [{ primary: true, value: 'User' }] }, [{ op: 'replace', path: 'roles[primary eq true].value', value: 'Admin' }]],
    ['a primary role that is missing', [change('add', 'roles[primary eq "True"].value', 'Admin')], {}, [{ op: 'add', path: 'roles', value: [{ primary: true, value: 'Admin' }] }]],
    ['a part of an element that goes', [change('remove', `${work}.locality`)], { addresses: [{ type: 'work', locality: 'x' }] }, [{ op: 'remove', path: `${work}.locality` }]],
  ])('%s', (_, patch, current, expected) => {
    expect(operations(patch, current)).toEqual(expected)
  }) // prettier-ignore
})
