import fc from 'fast-check'
import * as bodies from './bodies.ts'
import { filter } from './filters.ts'
import { type Kind, encoded, json, patchOf, read, resourcesOf, urns, write } from './request.ts'
import { value, word } from './words.ts'

const one = fc.constantFrom('/Users/{user}', '/Users/{user}', '/Groups/{group}', '/Users/{foreign}', '/Users/{gone}')
const parameter = fc.constantFrom(
  'startIndex',
  'count',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
  'cursor',
  'filter',
  'aadOptscim062020',
)
const number = fc.constantFrom('0', '-1', '1', '2147483648', '1e3', '1.5', 'x', '', '9'.repeat(30))

/** What may be carried out or refused, but never badly. */
export const either: Readonly<Record<string, Kind>> = {
  'a twisted user': { weight: 12, made: bodies.twisted(bodies.user).map((body) => write('POST', '/Users', body)) },
  'a twisted PUT': {
    weight: 5,
    made: fc.tuple(one, bodies.twisted(bodies.user)).map(([path, body]) => write('PUT', path, body)),
  },
  'a twisted group': {
    weight: 3,
    made: fc
      .tuple(fc.constantFrom('POST', 'PUT'), bodies.twisted(bodies.group))
      .map(([method, body]) => write(method, method === 'POST' ? '/Groups' : '/Groups/{group}', body)),
  },
  'any value as a body': {
    weight: 3,
    made: fc
      .tuple(fc.constantFrom('POST', 'PUT', 'PATCH'), one, value)
      .map(([method, path, body]) =>
        write(method, method === 'POST' ? (path.split('{')[0] ?? '') : path, JSON.stringify(body)),
      ),
  },
  'any PATCH': { weight: 16, made: fc.tuple(one, bodies.patch).map(([path, body]) => write('PATCH', path, body)) },
  'any filter': {
    weight: 14,
    made: fc.tuple(resourcesOf, filter).map(([path, text]) => read(`${path}?filter=${encoded(text)}`)),
  },
  'any query': {
    weight: 8,
    made: fc
      .tuple(
        fc.constantFrom('/Users', '/Groups', '/', '/Users/{user}', '/Groups/{group}', '/Schemas', '/Me'),
        fc.array(fc.tuple(parameter, fc.oneof(number, word)), { maxLength: 4 }),
      )
      .map(([path, list]) => read(`${path}?${list.map(([name, text]) => `${name}=${encoded(text)}`).join('&')}`)),
  },
  'any search': {
    weight: 5,
    made: fc
      .tuple(
        fc.constantFrom('/.search', '/Users/.search', '/Groups/.search'),
        fc.record(
          {
            schemas: fc.constant([urns.search]),
            filter: fc.oneof(filter, value),
            count: value,
            startIndex: value,
            sortBy: value,
            sortOrder: value,
            attributes: value,
            excludedAttributes: value,
            cursor: value,
          },
          { requiredKeys: [] },
        ),
      )
      .map(([path, body]) => write('POST', path, JSON.stringify(body))),
  },
  'any bulk': { weight: 5, made: bodies.bulk.map((body) => write('POST', '/Bulk', body)) },
  'any identifier': {
    weight: 3,
    made: fc
      .tuple(
        fc.constantFrom('GET', 'DELETE', 'PATCH'),
        fc.oneof(
          word.map(encoded),
          fc.constantFrom(
            '%',
            '%00',
            '%ff',
            '%ed%a0%80',
            '..%2f..',
            '%2e%2e',
            '.search',
            ';x=1',
            '1'.repeat(1500),
            '{user}%20',
            '{user}/x',
            "'",
          ),
        ),
      )
      .map(([method, id]) =>
        method === 'PATCH' ? write(method, `/Users/${id}`, patchOf([])) : { method, path: `/Users/${id}` },
      ),
  },
  'any header': {
    weight: 4,
    made: fc
      .tuple(
        fc.constantFrom(
          'if-match',
          'if-none-match',
          'accept',
          'prefer',
          'accept-encoding',
          'content-encoding',
          'x-forwarded-for',
          'cookie',
        ),
        fc.oneof(
          fc.constantFrom('*', 'W/"1"', '"', 'text/html', 'gzip', ',,,,', 'W/"9"'),
          fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^ -~]/g, '?')),
        ),
      )
      .map(([name, text]) => ({
        ...write('PATCH', '/Users/{user}', patchOf([{ op: 'replace', path: 'title', value: 'x' }])),
        headers: [...json, [name, text] as const],
      })),
  },
  'a flipped byte': {
    weight: 3,
    made: fc.tuple(bodies.user, fc.nat(200), fc.nat(255)).map(([user, at, byte]) =>
      write(
        'POST',
        '/Users',
        Uint8Array.from(Buffer.from(JSON.stringify(user)), (old, place) => (place === at ? byte : old)),
      ),
    ),
  },
}
