import fc from 'fast-check'
import * as bodies from './bodies.ts'
import { type Kind, chunked, inPieces, patchOf, read, resourcesOf, withGroups, write } from './request.ts'

/** What must be carried out, so that there is something that hostile requests could damage. */
export const right: Readonly<Record<string, Kind>> = {
  'a new user': { weight: 5, made: bodies.user.map((user) => write('POST', '/Users', JSON.stringify(user), [201])) },
  'a new group': {
    weight: 2,
    made: fc
      .tuple(withGroups, bodies.group)
      .map(([tenant, group]) => ({ ...write('POST', '/Groups', JSON.stringify(group), [201]), tenant })),
  },
  'a right PATCH': {
    weight: 4,
    made: fc
      .uuid()
      .map((to) => write('PATCH', '/Users/{user}', patchOf([{ op: 'replace', path: 'title', value: to }]), [200])),
  },
  'a member more': {
    weight: 2,
    made: withGroups.map((tenant) => ({
      ...write(
        'PATCH',
        '/Groups/{group}',
        patchOf([{ op: 'add', path: 'members', value: [{ value: '{user}' }] }]),
        [200, 204],
      ),
      tenant,
    })),
  },
  'a PUT': { weight: 2, made: bodies.user.map((user) => write('PUT', '/Users/{user}', JSON.stringify(user), [200])) },
  'a match query': { weight: 2, made: fc.constant(read('/Users?filter=userName+eq+%22{userName}%22', [200])) },
  'only the headers': { weight: 1, made: fc.constant({ method: 'HEAD', path: '/Users/{user}', statuses: [200] }) },
  'what is allowed': { weight: 1, made: fc.constant({ method: 'OPTIONS', path: '/Users/{user}', statuses: [204] }) },
  'a body in pieces': {
    weight: 1,
    made: bodies.user.map((user) => ({
      ...write('POST', '/Users', inPieces(JSON.stringify(user)), [201]),
      headers: chunked,
    })),
  },
  'a page': { weight: 1, made: fc.constant(read('/Users?startIndex=1&count=5', [200])) },
  'a delete': {
    weight: 1,
    made: resourcesOf.map((path) => ({ method: 'DELETE', path: `${path}/{${path === '/Users' ? 'user' : 'group'}}` })),
  },
}
