import fc from 'fast-check'
import * as bodies from './bodies.ts'
import { forbidden } from './filters.ts'
import { type Kind, type Part, chunked, encoded, inPieces, json, patchOf, read, urns, write } from './request.ts'
import { tenants } from './service.ts'
import { word } from './words.ts'

const one = fc.constantFrom('/Users/{user}', '/Groups/{group}', '/Users/{foreign}', '/Users/{gone}')

/** What must be refused, and how. */
export const refused: Readonly<Record<string, Kind>> = {
  'a broken body': {
    weight: 8,
    made: fc
      .tuple(fc.constantFrom('POST', 'PUT', 'PATCH'), bodies.broken)
      .map(([method, body]) => write(method, method === 'POST' ? '/Users' : '/Users/{user}', body, [400])),
  },
  'JSON too deep': { weight: 2, made: bodies.deep.map((body) => write('POST', '/Users', body, [400])) },
  'a body too large': {
    weight: 0.3,
    made: fc
      .constantFrom(1.1, 2, 5, 10)
      .map((megabytes) =>
        write('POST', '/Users', () => `{"userName":"${'x'.repeat(megabytes * 1024 * 1024)}"}`, [413]),
      ),
  },
  'a body too large in pieces': {
    weight: 0.1,
    made: fc.constantFrom(2, 6).map((megabytes) => ({
      ...write('POST', '/Users', () => inPieces(`{"userName":"${'x'.repeat(megabytes * 1024 * 1024)}"}`), [413]),
      headers: chunked,
    })),
  },
  'a bulk request too large': {
    weight: 0.2,
    made: fc.constant(
      write(
        'POST',
        '/Bulk',
        () =>
          JSON.stringify({
            schemas: [urns.bulk],
            Operations: Array.from({ length: 1001 }, () => ({ method: 'DELETE', path: '/Users/{gone}' })),
          }),
        [413],
      ),
    ),
  },
  'another media type': {
    weight: 2,
    made: fc
      .constantFrom(
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
        'application/jsonp',
        '///',
      )
      .map((text) => ({
        ...write('POST', '/Users', '{"userName":"media"}', [415]),
        headers: [['content-type', text] as const],
      })),
  },
  'a wrong token': {
    weight: 3,
    made: fc
      .tuple(
        one,
        fc.constantFrom('GET', 'DELETE'),
        fc.oneof(
          fc.constantFrom('x', '', 'a b', 'ds_0000', '\u00e9'),
          fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
        ),
      )
      .map(([path, method, token]) => ({ method, path, token, statuses: [401, 429] })),
  },
  'no token': {
    weight: 2,
    made: fc
      .tuple(
        fc.constantFrom('/Users', '/Users/{user}', '/Bulk', '/nothing', '/Groups', '/Schemas'),
        fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'),
      )
      .map(([path, method]) => ({ method, path, token: null, statuses: [401] })),
  },
  "another tenant's token": {
    weight: 2,
    made: fc.tuple(fc.constantFrom('GET', 'DELETE'), fc.constantFrom(...tenants)).map(([method, of]) => ({
      tenant: 'strict',
      method,
      path: '/Users/{user}',
      token: { of: of === 'strict' ? 'lenient' : of },
      statuses: [404],
    })),
  },
  "another tenant's resource": {
    weight: 3,
    made: fc.constantFrom<Part>(
      { method: 'GET', path: '/Users/{foreign}', statuses: [404] },
      { method: 'DELETE', path: '/Users/{foreign}', statuses: [404] },
      write('PATCH', '/Users/{foreign}', patchOf([{ op: 'replace', path: 'title', value: 'x' }]), [404]),
    ),
  },
  'a taken userName': {
    weight: 3,
    made: fc.tuple(bodies.user, fc.constantFrom('POST', 'PUT', 'PATCH')).map(([user, method]) =>
      method === 'PATCH'
        ? write(
            method,
            '/Users/{user}',
            patchOf([
              { op: 'replace', path: 'title', value: 'x' },
              { op: 'replace', path: 'userName', value: '{otherUserName}' },
            ]),
            [409],
          )
        : write(
            method,
            method === 'POST' ? '/Users' : '/Users/{user}',
            JSON.stringify({ ...user, userName: '{otherUserName}' }),
            [409],
          ),
    ),
  },
  'a PATCH that ends badly': {
    weight: 6,
    made: bodies.halfPatch.map((body) => write('PATCH', '/Users/{user}', body, [400, 409])),
  },
  'a user without a userName': {
    weight: 2,
    made: fc
      .tuple(bodies.user, fc.constantFrom<unknown>(undefined, null, '', {}, [], true, { a: 1 }, [1, 2]))
      .map(([user, userName]) => write('POST', '/Users', JSON.stringify({ ...user, userName }), [400])),
  },
  'a forbidden filter': {
    weight: 5,
    made: fc
      .tuple(forbidden, fc.boolean())
      .map(([text, posted]) =>
        posted || text.length > 9500
          ? write('POST', '/Users/.search', JSON.stringify({ schemas: [urns.search], filter: text }), [400])
          : read(`/Users?filter=${encoded(text)}`, [400]),
      ),
  },
  'a forged cursor': {
    weight: 3,
    made: fc
      .oneof(
        fc.constantFrom('abc', 'eyJhIjoxfQ', `${'A'.repeat(300)}.x`),
        word.filter((text) => text !== '').map(encoded),
      )
      .map((cursor) => read(`/Users?cursor=${cursor}&count=2`, [400])),
  },
  'an old version': {
    weight: 2,
    made: fc.constantFrom('W/"no"', '"x"', 'W/"0", W/"-1"').map((etag) => ({
      ...write('PATCH', '/Users/{user}', patchOf([{ op: 'replace', path: 'title', value: 'y' }]), [412]),
      headers: [...json, ['if-match', etag] as const],
    })),
  },
  'a wrong method': {
    weight: 2,
    made: fc
      .constantFrom<readonly [string, string]>(
        ['POST', '/Users/{user}'],
        ['PUT', '/Users'],
        ['DELETE', '/Users'],
        ['PATCH', '/Users'],
        ['GET', '/Bulk'],
        ['POST', '/Schemas'],
        ['DELETE', '/ServiceProviderConfig'],
        ['GET', '/Users/.search'],
        ['PUT', '/ResourceTypes/User'],
        ['TRACE', '/Users'],
        ['DELETE', '/'],
      )
      .map(([method, path]) => ({ method, path, statuses: [405] })),
  },
  'a path that is not there': {
    weight: 2,
    made: fc
      .oneof(
        fc.constantFrom(
          '/Nothing',
          '/Users/a/b',
          '/Schemas/urn:x',
          '/ResourceTypes/Thing',
          '/Users/a/b/c/d',
          '/__proto__',
          '/constructor',
        ),
        word.map((text) => `/x${encoded(text)}`),
      )
      .map((path) => read(path, [404])),
  },
  'another version of SCIM': {
    weight: 1,
    made: fc
      .constantFrom('v1', 'v3', 'v99')
      .map((version) => ({ ...read('/Users', [400]), base: `/scim/${version}`, tenant: 'lenient' })),
  },
  'a filtered discovery': {
    weight: 1,
    made: fc
      .constantFrom('/Schemas', '/ResourceTypes', '/ServiceProviderConfig')
      .map((path) => read(`${path}?filter=id+pr`, [403])),
  },
  'groups where there are none': {
    weight: 1,
    made: fc
      .constantFrom('GET', 'POST')
      .map((method) => ({ ...write(method, '/Groups', '{"displayName":"x"}', [404]), tenant: 'users-only' })),
  },
}
