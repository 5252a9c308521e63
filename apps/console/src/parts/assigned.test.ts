import { expect, test } from 'vitest'
import { defaultAccess, problemWith, roleNamed } from './assigned.ts'

const user = { id: '1', value: 'User', displayName: 'User', description: '' }
const admin = { id: '2', value: 'Admin', displayName: 'Admin', description: '' }
const application = {
  id: 'a',
  displayName: 'Dynamic Signal',
  templateId: 'dynamic-signal',
  appRoles: [user, admin],
  requiresRole: true,
}

test('A-54: Default Access is refused where a role is needed, with the roles that do', () => {
  expect(problemWith(application, defaultAccess)).toBe(
    'Dynamic Signal needs a role: people with Default Access only are skipped. Choose User or Admin.',
  )
  expect(problemWith(application, '1')).toBeNull()
  expect(problemWith({ ...application, requiresRole: false }, defaultAccess)).toBeNull()
})

test('an assignment keeps the name of its role, or says that the role is gone', () => {
  expect([defaultAccess, '2', '3'].map((role) => roleNamed(application.appRoles, role))).toEqual([
    'Default Access',
    'Admin',
    'A role that is gone',
  ])
})
