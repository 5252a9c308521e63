/** The pages of the reference about the API: its operations, and who may do what. */
import { actions } from '../apps/usher/src/graph/access/actions.ts'
import { permissions } from '../apps/usher/src/graph/access/permissions.ts'
import { roles } from '../apps/usher/src/graph/access/roles.ts'
import { operations } from '../apps/usher/src/graph/openapi.ts'
import { code, table } from './markdown.ts'

export function operationsPage(): string {
  return table(
    ['Method', 'Path', 'What it does', 'Needs'],
    operations.map(({ method, path, says, action }) => [
      method,
      code(path),
      says,
      action === null ? 'to be signed in' : code(action),
    ]),
  ).join('\n')
}

export function accessPage(): string {
  const names = Object.keys(actions) as (keyof typeof actions)[]
  return [
    '## Directory roles',
    '',
    ...table(
      ['Role', 'What it is for', 'Id'],
      roles.map(({ displayName, describes, id }) => [displayName, describes, code(id)]),
    ),
    '',
    '## Permissions',
    '',
    'Of applications (*role*), and what a signed-in person may let a program do (*scope*).',
    '',
    ...table(
      ['Permission', 'What it allows', 'Role', 'Scope'],
      permissions.map(({ value, describes, id, scope }) => [
        code(value),
        describes,
        id === undefined ? '' : code(id),
        scope === undefined ? '' : code(scope),
      ]),
    ),
    '',
    '## Actions',
    '',
    'What each is given by. Custom roles are made of these.',
    '',
    ...table(
      ['Action', 'What it is', 'Roles', 'Permissions'],
      names.map((name) => [
        code(name),
        actions[name],
        roles
          .filter(({ gives }) => gives.includes(name))
          .map(({ displayName }) => displayName)
          .join(', '),
        permissions
          .filter(({ gives }) => gives.includes(name))
          .map(({ value }) => code(value))
          .join(', '),
      ]),
    ),
  ].join('\n')
}
