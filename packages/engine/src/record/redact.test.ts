import type { Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { withoutValues } from './redact.ts'

const secret = 's3cret'
const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const paths = ['password', 'name.middleName', `${urn}:costCenter`, 'emails[type eq "home"].value']
const exchange = { method: 'PATCH', url: '/Users/U1', status: 400, ms: 3 }

describe('no value of a sensitive attribute is kept', () => {
  test.each<[string, Json]>([
    ['in a create', { userName: 'bob', password: secret, name: { middleName: secret }, [urn]: { costCenter: secret, department: 'HR' }, emails: [{ type: 'home', value: secret }] }],
    ['in the operations of a PATCH', { Operations: [
      { op: 'replace', path: 'password', value: secret }, { op: 'Replace', path: 'Name.MiddleName', value: secret },
      { op: 'add', path: 'emails', value: [{ type: 'home', value: secret }] }, { op: 'replace', path: `${urn}:costCenter`, value: secret },
      { op: 'replace', path: 'title', value: 'Boss' },
    ] }],
    ['in an operation without a path', { Operations: [{ op: 'replace', value: { password: secret, 'name.middleName': secret, [`${urn}:costCenter`]: secret, title: 'Boss' } }] }],
    ['in a list', { totalResults: 1, Resources: [{ id: 'U1', Password: secret }] }],
    ['in a refusal that repeats it', { status: '400', scimType: 'invalidValue', detail: `"${secret}" is too short` }],
    ['in a web page', `<html>${secret}</html>`],
  ])('%s', (_, body) => {
    const kept = JSON.stringify([
      withoutValues({ ...exchange, requestBody: body, responseBody: body }, paths).responseBody,
      typeof body === 'string' || (body as { detail?: string }).detail !== undefined
        ? null
        : withoutValues({ ...exchange, requestBody: body }, paths).requestBody,
    ])
    expect(kept).not.toContain(secret)
    expect(kept).toContain('[Redact]')
  }) // prettier-ignore

  test('in a query', () => {
    const url = `/Users?filter=password+eq+%22${secret}%22`
    expect(withoutValues({ ...exchange, url }, paths).url).toBe('/Users?[Redact]')
    const encoded = `/Users?filter=urn%3aietf%3aenterprise%3a2.0%3aUser%3acostCenter+eq+%22${secret}%22`
    expect(withoutValues({ ...exchange, url: encoded }, paths).url).toBe('/Users?[Redact]')
    expect(withoutValues({ ...exchange, url: '/Users?filter=userName+eq+%22bob%22' }, paths).url).toContain('bob')
  })
})

test('everything else is kept', () => {
  const requestBody = {
    Operations: [
      { op: 'replace', path: 'title', value: 'Boss' },
      { op: 'add', value: { nickName: 'B' } },
    ],
  }
  const responseBody = { id: 'U1', title: 'Boss', name: { givenName: 'Bob' } }
  expect(withoutValues({ ...exchange, requestBody, responseBody }, ['password'])).toEqual({
    ...exchange,
    requestBody,
    responseBody,
  })
  expect(withoutValues({ ...exchange, responseBody: { status: '400', scimType: 'invalidPath', detail: 'x' } }, paths).responseBody).toEqual({
    status: '400', scimType: 'invalidPath', detail: '[Redact]',
  }) // prettier-ignore
})
