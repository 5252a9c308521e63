import type { Exchange, TargetError } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { afterEach, describe, expect, test } from 'vitest'
import { targetOn, thrown } from './test-target.ts'
import type { Asked, Reply } from './test-server.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

type Operation = {
  readonly method: string
  readonly path: string
  readonly bulkId?: string
  readonly version?: string
  readonly data?: Attributes
}
const operationsOf = ({ body }: Asked): readonly Operation[] =>
  (body as { Operations?: readonly Operation[] }).Operations ?? []
const isBulk = ({ target }: Asked): boolean => target === '/scim/Bulk'

/** Carries out what it is asked, together or one by one; `each` may answer an operation of a bulk request otherwise. */
function application(each: (operation: Operation) => Attributes | null | undefined = () => undefined) {
  let made = 0
  const one = (operation: Operation): Attributes | null => {
    const own = each(operation)
    if (own !== undefined) return own
    const { method, path, bulkId } = operation
    if (method !== 'POST') return { method, location: `https://x.example${path}`, status: '204' }
    made += 1
    return {
      method,
      bulkId: bulkId ?? '',
      location: `https://x.example/Users/U-${String(operation.data?.['userName'])}`,
      status: '201',
      version: 'W/"1"',
    }
  }
  return (asked: Asked): Reply => {
    if (!isBulk(asked))
      return asked.method === 'POST'
        ? { status: 201, body: { id: `single-${String((asked.body as Attributes)['userName'])}` } }
        : { status: 204 }
    return {
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
        Operations: operationsOf(asked)
          .map(one)
          .filter((result) => result !== null) as Json[],
      },
    }
  }
}

async function on(reply: (asked: Asked) => Reply, limits = { operations: 100, bytes: 1_000_000 }, abreast = 1) {
  const refused: number[] = []
  const made = await targetOn(reply, { bulk: { limits, abreast, refused: () => void refused.push(1) } })
  open.push(made.close)
  const create = (name: string, trace: Exchange[] = []) => made.target.create('User', { userName: name }, trace)
  return { ...made, create, refused }
}
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `p${index}`)

describe('writes that come together', () => {
  test('are one request, and each has its own answer', async () => {
    const { create, asked } = await on(application())
    const made = await Promise.all(names(5).map((name) => create(name)))
    expect(made).toMatchObject(
      names(5).map((name) => ({ id: `U-${name}`, version: 'W/"1"', attributes: { userName: name } })),
    )
    expect(asked.map(({ method, target }) => `${method} ${target}`)).toEqual(['POST /scim/Bulk'])
    expect(asked[0]?.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'] })
    expect(asked[0]?.body).not.toHaveProperty('failOnErrors')
    expect(asked[0] && operationsOf(asked[0])[1]).toEqual({
      method: 'POST', path: '/Users', bulkId: '1',
      data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'p1' },
    }) // prettier-ignore
  })

  test('of every kind: creates, updates, deletes, members', async () => {
    const { target, create, asked } = await on(application())
    await Promise.all([
      create('ana'),
      target.update(
        'User',
        { id: 'a/1', attributes: {} },
        [{ op: 'replace', path: 'title', kind: 'value', to: 'Boss' }],
        [],
      ),
      target.delete({ type: 'User', id: 'U2' }, []),
      target.changeMembers('G1', { add: ['U1'], remove: [] }, []),
    ])
    expect(asked).toHaveLength(1)
    expect(asked[0] && operationsOf(asked[0]).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /Users', 'PATCH /Users/a%2F1', 'DELETE /Users/U2', 'PATCH /Groups/G1',
    ]) // prettier-ignore
  })

  test('a single one goes by itself, and so does what is read', async () => {
    const { create, target, asked } = await on(application())
    expect(await create('ana')).toMatchObject({ id: 'single-ana' })
    await thrown(target.get({ type: 'User', id: 'U1' }, []))
    expect(asked.some(isBulk)).toBe(false)
  })

  test('no request has more operations or bytes than the application takes', async () => {
    const { create, asked } = await on(application(), { operations: 4, bytes: 1_000_000 })
    await Promise.all(names(10).map((name) => create(name)))
    expect(asked.map((one) => operationsOf(one).length)).toEqual([4, 4, 2])
    const small = await on(application(), { operations: 100, bytes: 1_200 })
    await Promise.all(names(10).map((name) => small.create(name)))
    expect(small.asked.length).toBeGreaterThan(2)
    for (const { body } of small.asked) expect(JSON.stringify(body).length).toBeLessThanOrEqual(1_200)
  })

  test('they are shared out among the requests that may be in flight', async () => {
    const { create, asked } = await on(application(), { operations: 1000, bytes: 1_000_000 }, 8)
    await Promise.all(names(100).map((name) => create(name)))
    expect(asked.map((one) => operationsOf(one).length)).toEqual([13, 13, 13, 13, 13, 13, 13, 9])
  })

  test('two of one object follow each other', async () => {
    const { target, asked } = await on(application())
    const members = (add: string) => target.changeMembers('G1', { add: [add], remove: [] }, [])
    const other = (id: string) => target.delete({ type: 'User', id }, [])
    await Promise.all([members('U1'), members('U2'), other('U3'), other('U4')])
    expect(asked.map((one) => (isBulk(one) ? operationsOf(one).map(({ path }) => path) : [one.target]))).toEqual([
      ['/Groups/G1', '/Users/U3', '/Users/U4'],
      ['/scim/Groups/G1'],
    ])
  })
})

describe('what comes of one', () => {
  test('a failure concerns that one, with the words of the application, and the log has it as if it stood alone', async () => {
    const taken = { status: '409', scimType: 'uniqueness', detail: 'bob is taken' }
    const { create } = await on(
      application(({ data, ...rest }) =>
        data?.['userName'] === 'p1'
          ? { method: 'POST', bulkId: rest.bulkId ?? '', status: '409', response: taken }
          : undefined,
      ),
    )
    const traces = names(3).map((): Exchange[] => [])
    const results = await Promise.allSettled(names(3).map((name, index) => create(name, traces[index])))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((results[1] as PromiseRejectedResult).reason as TargetError).toMatchObject({
      error: { code: 'EntryConflict', message: 'the application answered 409 uniqueness: bob is taken' },
    })
    expect(traces[1]).toMatchObject([
      {
        method: 'POST',
        url: '/scim/Users',
        via: 'Bulk',
        status: 409,
        requestBody: { userName: 'p1' },
        responseBody: taken,
      },
    ])
    expect(traces[0]).toMatchObject([{ status: 201, via: 'Bulk' }])
    expect(traces[0]?.[0]).not.toHaveProperty('responseBody')
  })

  test('whoever is deleted already is deleted', async () => {
    const { target } = await on(application(({ method, path }) => ({ method, location: path, status: '404' })))
    const gone = [1, 2].map((id) => target.delete({ type: 'User', id: `U${id}` }, []))
    expect(await Promise.all(gone)).toEqual([undefined, undefined])
  })

  test('results in another order, with the status as a number or an object, and relative addresses', async () => {
    const { target, asked } = await on((one) => {
      const results = operationsOf(one).map(({ method, path }, index) => ({
        method: method.toLowerCase(), location: path, status: index === 0 ? { code: '204' } : 404,
      })) // prettier-ignore
      return { body: { operations: results.toReversed() } }
    })
    const update = (id: string) =>
      target.update('User', { id, attributes: {} }, [{ op: 'replace', path: 'title', kind: 'value', to: 'x' }], [])
    const [first, second] = await Promise.allSettled([update('U1'), update('U2')])
    expect(asked).toHaveLength(1)
    expect(first?.status).toBe('fulfilled')
    expect((second as PromiseRejectedResult).reason).toMatchObject({ error: { code: 'InvalidAnchor' } })
  })

  test('one that has no result, or was throttled within, is sent by itself', async () => {
    const { create, asked } = await on(
      application(({ data, method, bulkId = '' }) =>
        data?.['userName'] === 'p0'
          ? null
          : data?.['userName'] === 'p1'
            ? { method, bulkId, status: '429' }
            : undefined,
      ),
    )
    const made = await Promise.all(names(3).map((name) => create(name)))
    expect(made.map(({ id }) => id)).toEqual(['single-p0', 'single-p1', 'U-p2'])
    expect(asked.filter((one) => !isBulk(one))).toHaveLength(2)
  })

  test('the version that was read goes with the operation', async () => {
    const made = await targetOn(application(), {
      offers: { etag: true }, bulk: { limits: { operations: 9, bytes: 99_999 }, abreast: 1, refused: () => undefined },
    }) // prettier-ignore
    open.push(made.close)
    await Promise.all(['U1', 'U2'].map((id) => made.target.delete({ type: 'User', id, version: 'W/"3"' }, [])))
    expect(made.asked[0] && operationsOf(made.asked[0])[0]).toEqual({
      method: 'DELETE',
      path: '/Users/U1',
      version: 'W/"3"',
    })
  })
})

describe('an application that refuses the whole request', () => {
  test.each([400, 403, 404, 405, 501])('%i: they go one by one, and so do all that follow', async (status) => {
    const good = application()
    const { create, asked, refused } = await on((one) => (isBulk(one) ? { status } : good(one)))
    expect((await Promise.all(names(3).map((name) => create(name)))).map(({ id }) => id)).toEqual([
      'single-p0',
      'single-p1',
      'single-p2',
    ])
    await Promise.all(names(2).map((name) => create(name)))
    expect(asked.filter(isBulk)).toHaveLength(1)
    expect(refused).toHaveLength(1)
  })

  test('500: nobody knows what was done, so each is tried again later', async () => {
    const { create, asked } = await on(() => ({ status: 500 }))
    const results = await Promise.allSettled(names(2).map((name) => create(name)))
    for (const result of results)
      expect((result as PromiseRejectedResult).reason).toMatchObject({
        error: { code: 'InternalServerError', retry: 'soon' },
      })
    expect(asked).toHaveLength(1)
  })

  test('401 ends the cycle', async () => {
    const { create } = await on(() => ({ status: 401 }))
    const [result] = await Promise.allSettled(names(2).map((name) => create(name)))
    expect((result as PromiseRejectedResult).reason).toMatchObject({
      name: 'TargetUnusable',
      error: { code: 'Unauthorized' },
    })
  })

  test('an answer that is no bulk response: each write is tried again, and the cycle goes on', async () => {
    const { create } = await on(() => ({ status: 200, text: '<html>', headers: { 'content-type': 'text/html' } }))
    const [result] = await Promise.allSettled(names(2).map((name) => create(name)))
    expect((result as PromiseRejectedResult).reason).toMatchObject({
      name: 'TargetError',
      error: { code: 'SystemForCrossDomainIdentityManagementServiceIncompatible', retry: 'soon' },
      message: expect.stringMatching(/not JSON \(200, text\/html\)/),
    })
  })
})
