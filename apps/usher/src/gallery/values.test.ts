/** What the default mappings make of a person and of a group. */
import { compileMappings, evaluate, type MappingContext } from '@usher/engine'
import type { Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { findTemplate, gallery } from './gallery.ts'
import type { Template } from './template.ts'

const ana = {
  objectId: '6f1b', userPrincipalName: 'Ana.Silva@contoso.example', displayName: 'Ana Silva', givenName: 'Ana', surname: 'Silva',
  mail: 'ana@contoso.example', mailNickname: 'Ana.Silva-of-the-Engineering-Team', jobTitle: 'Engineer', department: 'R&D', employeeId: '7',
  telephoneNumber: '+351 1', streetAddress: 'Rua 1', IsSoftDeleted: false, accountEnabled: true,
} // prettier-ignore
const team = { objectId: '77aa', displayName: 'Data Platform Team' }
const context: MappingContext = { now: '2026-03-01T00:00:00.000Z' as MappingContext['now'] }

/** The role of this name, as the directory gives it for somebody who has it. */
function roleOf({ appRoles }: Template, name: string): Json {
  return appRoles.filter((role) => role.displayName === name).map(({ id, value, displayName }) => ({ id, value, displayName })) // prettier-ignore
}

/** What flows, by target attribute; what gives nothing is left out. */
function flows(
  { schema }: Template,
  type: 'User' | 'Group',
  object: Readonly<Record<string, Json>>,
): Record<string, unknown> {
  const mapping = schema.synchronizationRules[0]?.objectMappings.find((one) => one.sourceObjectName === type)
  if (mapping === undefined) return {}
  const target = schema.directories[1]?.objects.find(({ name }) => name === type)
  const compiled = compileMappings(mapping, target)
  if (compiled.kind === 'refused') throw new Error(JSON.stringify(compiled.problems))
  return Object.fromEntries(
    compiled.mappings.flatMap((attribute) => {
      const mapped = evaluate(attribute, (name) => object[name], context)
      if (mapped.kind === 'value') return [[attribute.path, mapped.value]]
      return mapped.kind === 'nothing' ? [] : [[attribute.path, mapped]]
    }),
  )
}

const outbound = gallery.filter(({ direction }) => direction !== 'inbound')

describe.each(outbound.map((template) => [template.displayName, template] as const))('%s', (_, template) => {
  test('takes somebody with Default Access only, and gives no role', () => {
    const flowing = flows(template, 'User', { ...ana, appRoleAssignments: [] })
    const roles = Object.entries(flowing).filter(([path]) => /role|seatType/i.test(path))
    expect(roles.flatMap(([, value]) => value)).toEqual([])
    expect(Object.values(flowing)).not.toContainEqual(expect.objectContaining({ kind: 'problem' }))
  })

  test('takes somebody of whom the directory knows what it must know, and no more', () => {
    const { objectId, userPrincipalName, mailNickname } = ana
    const flowing = flows(template, 'User', { objectId, userPrincipalName, mailNickname, IsSoftDeleted: true })
    expect(Object.values(flowing)).not.toContainEqual(expect.objectContaining({ kind: 'problem' }))
    if (template.limits.softDelete) expect(flowing['active']).toBe(false)
  })
})

test.each([
  ['slack', 'userName', 'ana.silva-of-the-engi'],
  ['slack', 'emails[primary eq "True"].value', 'ana@contoso.example'],
  ['dynamic-signal', 'name.formatted', 'Ana Silva'],
  ['github', 'externalId', '6f1b'],
  ['gitlab', 'emails[type eq "work"].value', 'Ana.Silva@contoso.example'],
  ['asana', 'name.formatted', 'Ana Silva'],
  ['servicenow', 'addresses[type eq "home"].streetAddress', 'Rua 1'],
  ['servicenow', 'urn:ietf:params:scim:schemas:extension:servicenow:2.0:User:employeeNumber', '7'],
])('a person of %s gets %s: %s', (id, path, value) => {
  expect(flows(findTemplate(id), 'User', ana)[path]).toBe(value)
})

test('a name that is too long for Miro is cut', () => {
  const flowing = flows(findTemplate('miro'), 'User', { ...ana, displayName: 'x'.repeat(61) })
  expect(flowing['displayName']).toBe('x'.repeat(60))
})

test.each([
  ['github', 'Enterprise Owner', 'roles', [{ value: 'enterprise_owner', display: 'Enterprise Owner' }]],
  ['figma', 'Figma Dev', 'roles[type eq "seatType"].value', 'Dev'],
  ['miro', 'Internal admin', 'roles[primary eq "True"].value', 'ORGANIZATION_INTERNAL_ADMIN'],
  ['sentry', 'Manager', 'sentryOrgRole', 'manager'],
] as const)('somebody of %s with the role %s gets it in %s', (id, role, path, value) => {
  const template = findTemplate(id)
  const given = flows(template, 'User', { ...ana, appRoleAssignments: roleOf(template, role) })[path]
  if (typeof value === 'string') expect(given).toBe(value)
  else expect(given).toMatchObject(value)
})

test.each([
  ['generic', { displayName: 'Data Platform Team', externalId: '77aa' }],
  ['snowflake', { displayName: 'Data Platform Team' }],
  ['sentry', { displayName: 'data-platform-team' }],
  ['gitlab', {}],
])('a group of %s', (id, expected) => {
  expect(flows(findTemplate(id), 'Group', team)).toEqual(expected)
})
