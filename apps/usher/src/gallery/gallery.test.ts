import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkSchema, compileRules, type AttributeDefinition, type ObjectMapping } from '@usher/engine'
import { describe, expect, test } from 'vitest'
import { shapeOf } from '../schema/shape.ts'
import { topics, type Topic } from './facts.ts'
import { findTemplate, gallery, searchGallery } from './gallery.ts'
import { svgOf } from './icon.ts'
import { abilities, sayings } from './said.ts'
import type { Template } from './template.ts'
import { usualLimits } from './usual.ts'

/** What a schema may be warned of: the engine is to provision groups; Snowflake's own extension has no name in its URN. */
const mayBeSaid = [/urn:ietf:params:scim:schemas:extension:2\.0:User/]

const mappingsOf = ({ schema }: Template): readonly ObjectMapping[] =>
  schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
const mappingOf = (template: Template, type: 'User' | 'Group'): ObjectMapping | undefined =>
  mappingsOf(template).find(({ sourceObjectName }) => sourceObjectName === type)
const targetsOf = ({ schema }: Template, type: string): readonly AttributeDefinition[] =>
  schema.directories[1]?.objects.find(({ name }) => name === type)?.attributes ?? []
const matchingOf = (mapping: ObjectMapping): readonly string[] =>
  mapping.attributeMappings
    .filter(({ matchingPriority }) => matchingPriority > 0)
    .map(({ targetAttributeName }) => targetAttributeName)

const outbound = gallery.filter(({ direction }) => direction !== 'inbound')

describe.each(outbound.map((template) => [template.displayName, template] as const))('%s', (_, template) => {
  const { id, schema, settings, limits, sources, appRoles, requiresRole } = template

  test('has a schema that could be saved as it is', () => {
    expect(shapeOf(schema)).toEqual({ schema })
    const findings = checkSchema(schema, settings)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(findings.filter(({ message }) => !mayBeSaid.some((may) => may.test(message)))).toEqual([])
  })

  test('has a schema that a cycle can run', () => {
    const guard = { threshold: 500, percent: 10 }
    const job = {
      adopt: 'always' as const, onVanished: 'report' as const, keepReleased: false, deleteAfterDays: null, ...settings, version: '1', appRoles, requiresRole,
      guard, guardWindow: 40,
    } // prettier-ignore
    const [{ type, actions, targetType }] = compileRules(schema, job)
    expect({ type, targetType }).toEqual({ type: 'User', targetType: 'User' })
    expect(actions.create).toBe(true)
  })

  test.each(['User', 'Group'] as const)('maps %s to attributes that it lists, and matches by one of them', (type) => {
    const mapping = mappingOf(template, type)
    if (type === 'Group') expect(mapping !== undefined).toBe(limits.groups)
    if (mapping === undefined) return
    const listed = targetsOf(template, type).map(({ name }) => name)
    expect(new Set(listed).size).toBe(listed.length)
    const mapped = mapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName)
    expect(new Set(mapped).size).toBe(mapped.length)
    expect(mapped.filter((name) => !listed.includes(name))).toEqual([])
    expect(matchingOf(mapping)).toHaveLength(1)
    const filters = limits.filters?.[type]
    if (filters !== undefined) expect(filters).toContain(matchingOf(mapping)[0])
  })

  test('maps every attribute of people and groups that it requires', () => {
    for (const mapping of mappingsOf(template)) {
      const mapped = new Set(mapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName))
      const required = targetsOf(template, mapping.targetObjectName).filter((one) => one.required === true)
      expect(required.length).toBeGreaterThan(0)
      expect(required.map(({ name }) => name).filter((name) => !mapped.has(name))).toEqual([])
    }
  })

  test('disables and deletes only as its limits say', () => {
    const actions = (type: 'User' | 'Group'): string => mappingOf(template, type)?.flowTypes ?? ''
    const mapsActive =
      mappingOf(template, 'User')?.attributeMappings.some((one) => one.targetAttributeName === 'active') ?? false
    expect(actions('User').includes('Delete')).toBe(limits.delete)
    expect(mapsActive).toBe(limits.softDelete)
    if (limits.groups) expect(actions('Group').includes('Delete')).toBe(limits.deleteGroups ?? limits.delete)
  })

  test('has a document for every limit that is not the usual one, and for all that an administrator asks first', () => {
    const { pageSize, membersPerRequest, requestsInFlight } = limits
    const needed: Readonly<Partial<Record<Topic, boolean>>> = {
      tenantUrl: true,
      authentication: true,
      attributes: true,
      matching: true,
      softDelete: true,
      delete: true,
      groups: true,
      roles: appRoles.length > 0 || requiresRole,
      deleteGroups: limits.deleteGroups !== undefined,
      paging: limits.paging !== undefined,
      pageSize: pageSize !== usualLimits.pageSize,
      membersPerRequest: membersPerRequest !== usualLimits.membersPerRequest,
      requestsInFlight: requestsInFlight.most !== usualLimits.requestsInFlight.most,
      payload: limits.payload !== undefined,
      rates: limits.rates !== undefined,
    }
    const told = new Set(sources.map(({ about }) => about))
    expect(topics.filter((topic) => needed[topic] === true && !told.has(topic))).toEqual([])
    for (const { url, title, says } of sources) {
      expect(new URL(url).protocol).toBe('https:')
      expect(title).not.toBe('')
      expect(says).toMatch(/[.]$/)
    }
  })

  test('tells where Tenant URL and Secret Token are', () => {
    expect(template.tenantUrl.length).toBeGreaterThan(0)
    for (const form of template.tenantUrl) {
      expect(new URL(form.replaceAll(/\{[a-z]+\}/g, 'x')).protocol).toBe('https:')
      expect(form).not.toMatch(/\/$/)
    }
    expect(template.authentication.length).toBeGreaterThan(0)
    expect(template.token).toMatch(/\.$/)
    expect(new URL(template.documentation).protocol).toBe('https:')
  })

  test('has a page for administrators, which names its document', () => {
    const page = readFileSync(join(import.meta.dirname, id, 'README.md'), 'utf8')
    expect(page.split('\n')[0]).toBe(`# ${template.displayName}`)
    expect(page).toContain(template.documentation)
    for (const heading of ['URL and token', 'What Usher does there', 'What it cannot']) {
      expect(page).toContain(`\n## ${heading}\n`)
    }
  })

  test('says what it does in words', () => {
    expect(abilities(template)).toContain('users')
    const said = sayings(template)
    expect(said.flatMap(({ facts }) => facts)).toHaveLength(sources.length)
    expect(said.filter(({ here, facts }) => here === undefined && facts.length === 0)).toEqual([])
  })

  test('has an icon that can be read', () => {
    expect(template.icon.initials).toMatch(/^[A-Z][A-Za-z]$/)
    expect(contrast(template.icon.color)).toBeGreaterThanOrEqual(4.5)
    expect(svgOf(template.icon, template.displayName)).toContain(`aria-label="${template.displayName}"`)
  })
})

test('every folder of the gallery is in it, once', () => {
  const folders = readdirSync(import.meta.dirname).filter((name) =>
    existsSync(join(import.meta.dirname, name, 'template.ts')),
  )
  expect(gallery.map(({ id }) => id).toSorted()).toEqual(folders.toSorted())
  expect(new Set(gallery.map(({ displayName }) => displayName.toLowerCase())).size).toBe(gallery.length)
})

test('no two roles of the gallery have the same id, nor two of an application the same value', () => {
  const roles = gallery.flatMap(({ id, appRoles }) => appRoles.map((role) => ({ app: id, ...role })))
  expect(roles.length).toBeGreaterThan(10)
  expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length)
  expect(new Set(roles.map(({ app, value }) => `${app} ${value}`)).size).toBe(roles.length)
  for (const { id } of roles)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a template is found by id and by name, in any letter case', () => {
  expect(findTemplate('GitHub').id).toBe('github')
  expect(findTemplate('github enterprise cloud').id).toBe('github')
  expect(() => findTemplate('teams')).toThrow(/^The gallery has no application "teams"\. usher app gallery lists /)
})

test('the gallery is searched by all words, wherever they stand', () => {
  const found = (text: string): readonly string[] => searchGallery(text).map(({ id }) => id)
  expect(found('  HOSTING code ')).toEqual(['github', 'gitlab'])
  expect(found('amazon')).toEqual(['aws'])
  expect(found('')).toHaveLength(gallery.length)
  expect(found('hosting nowhere')).toEqual([])
})

/** Of white on this colour (WCAG 2.2, relative luminance). */
function contrast(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}
