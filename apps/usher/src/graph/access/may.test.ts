import { expect, test } from 'vitest'
import { actionsOfRoles, may, type Caller } from './may.ts'
import { permissions } from './permissions.ts'
import { roles } from './roles.ts'

const none = { id: 'x', name: 'x', appId: 'x', tenant: 't', allowed: new Set<never>(), permissions: new Set<string>() }
const app = (...values: readonly string[]): Caller => ({ ...none, kind: 'app', permissions: new Set(values) })
const person = (role: string, ...scopes: readonly string[]): Caller => {
  const { id = '' } = roles.find(({ displayName }) => displayName === role) ?? {}
  return { ...none, kind: 'user', permissions: new Set(scopes), allowed: actionsOfRoles([id]) }
}
const startJob = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
const readJob = 'microsoft.directory/servicePrincipals/synchronization/standard/read'

test('an application may do what its permissions give, and no more', () => {
  expect(may(app('Synchronization.ReadWrite.All'), startJob, false)).toBe(true)
  expect(may(app('Synchronization.Read.All'), startJob, false)).toBe(false)
  expect(may(app('Synchronization.Read.All'), readJob, false)).toBe(true)
  expect(may(app('user_impersonations', 'toString'), readJob, false)).toBe(false)
})

test('a permission for what is owned gives nothing else', () => {
  expect(may(app('Application.ReadWrite.OwnedBy'), startJob, true)).toBe(true)
  expect(may(app('Application.ReadWrite.OwnedBy'), startJob, false)).toBe(false)
  expect(may(app('User.Read.All'), startJob, true)).toBe(false)
})

test('a person may do what both their role and the permission of the program give', () => {
  expect(may(person('Cloud Application Administrator', 'user_impersonation'), startJob, false)).toBe(true)
  expect(may(person('Cloud Application Administrator', 'User.Read'), startJob, false)).toBe(false)
  expect(may(person('Reports Reader', 'Synchronization.ReadWrite.All'), startJob, false)).toBe(false)
  expect(may(person('Reports Reader', 'Synchronization.ReadWrite.All'), startJob, true)).toBe(true)
})

test('BT-30: a reader sees the configuration and changes nothing', () => {
  const reader = person('Global Reader', 'user_impersonation')
  expect(may(reader, readJob, false)).toBe(true)
  for (const action of actionsOfRoles(roles.map(({ id }) => id)))
    expect(may(reader, action, false), action).toBe(action.endsWith('/read'))
})

test('no two roles or permissions have one id', () => {
  const ids = [...roles.map(({ id }) => id), ...permissions.flatMap(({ id, scope }) => [id, scope])].filter(Boolean)
  expect(new Set(ids).size).toBe(ids.length)
})
