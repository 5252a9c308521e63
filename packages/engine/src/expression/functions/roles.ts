import type { Attributes, Json } from '@usher/scim'
import type { ExpressionValue, List } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

const appRoleAssignments = { name: 'appRoleAssignments', kind: 'list' } as const

/** The type that a role gets at the target (mapping.md section 6.4). */
export const roleType = 'WindowsAzureActiveDirectoryRole'

const user = [{ primary: false, type: roleType, display: 'User', value: 'User' }]

export const roleFunctions: Readonly<Record<string, FunctionRow>> = {
  AppRoleAssignments: row({
    syntax: 'AppRoleAssignments(appRoleAssignments)',
    summary: 'The older name of AppRoleAssignmentsComplex.',
    knownFrom: 'Graph function list',
    takes: [appRoleAssignments],
    gives: 'roles',
    examples: [['AppRoleAssignments("User")', user]],
    run: ([assignments]) => roles(assignments),
  }),

  AppRoleAssignmentsComplex: row({
    syntax: 'AppRoleAssignmentsComplex(appRoleAssignments)',
    summary: 'All roles of a person. Updates only add: a role that was taken away stays in the application.',
    takes: [appRoleAssignments],
    gives: 'roles',
    examples: [['AppRoleAssignmentsComplex("User")', user]],
    run: ([assignments]) => roles(assignments),
  }),

  AssertiveAppRoleAssignmentsComplex: row({
    syntax: 'AssertiveAppRoleAssignmentsComplex(appRoleAssignments)',
    summary: 'All roles of a person. Updates replace: roles that are not assigned are removed from the application.',
    knownFrom: 'mapping tutorial',
    takes: [appRoleAssignments],
    gives: 'roles',
    examples: [['AssertiveAppRoleAssignmentsComplex("User")', user]],
    run: ([assignments]) => roles(assignments),
  }),

  SingleAppRoleAssignment: row({
    syntax: 'SingleAppRoleAssignment(appRoleAssignments)',
    summary: 'The role of a person who has one. Of several roles it is any.',
    takes: [appRoleAssignments],
    gives: 'text',
    examples: [
      ['SingleAppRoleAssignment("Admin")', 'Admin'],
      ['SingleAppRoleAssignment([nobody])', null],
    ],
    run: ([assignments]) => {
      const [first] = assignments ?? []
      if (first === undefined || typeof first === 'string') return first ?? null
      return textIn(first, 'value') ?? textIn(first, 'displayName')
    },
  }),
}

function roles(assignments: List | null): ExpressionValue {
  return assignments && assignments.map(role)
}

/** Of an assignment, or of the name of a role, which is what the expression tester has. The id stays in the directory. */
function role(assignment: string | Attributes): Attributes {
  const { value = null, displayName = null } = typeof assignment === 'string' ? { value: assignment } : assignment
  return { primary: false, type: roleType, ...given('display', displayName ?? value), ...given('value', value) }
}

function given(name: string, value: Json): Attributes {
  return value === null ? {} : { [name]: value }
}

function textIn(assignment: Attributes, name: string): string | null {
  const value = assignment[name]
  return typeof value === 'string' ? value : null
}
