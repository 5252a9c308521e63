/** What a template says, in words: for the command line, and for the page of the documentation. */
import type { ObjectMapping } from '@usher/engine'
import { topics, type Document, type Fact, type Topic } from './facts.ts'
import type { Authentication, Rate, Template } from './template.ts'

/** One topic: what holds in Usher, and what published documents say of it. */
export type Saying = {
  readonly label: string
  readonly here: string | undefined
  readonly facts: readonly Fact[]
}

const labels: Readonly<Record<Topic, string>> = {
  tenantUrl: 'Tenant URL',
  authentication: 'Authentication',
  attributes: 'Attributes',
  matching: 'Matching',
  roles: 'Roles',
  groups: 'Groups',
  softDelete: 'Disabling',
  delete: 'Deleting',
  deleteGroups: 'Deleting groups',
  paging: 'Paging',
  pageSize: 'Page size',
  membersPerRequest: 'Members in a request',
  payload: 'Size of a request',
  requestsInFlight: 'Requests at once',
  rates: 'Rates',
  patch: 'Changes',
  notes: 'Notes',
}

const authentications: Readonly<Record<Authentication, string>> = {
  bearerToken: 'bearer token',
  clientCredentials: 'OAuth 2.0 client credentials',
  mutualTls: 'client certificate',
}

/** A template in a line. */
export function summaryOf(template: Template): Pick<
  Template,
  'id' | 'displayName' | 'publisher' | 'description' | 'dialect'
> & {
  readonly does: readonly string[]
} {
  const { id, displayName, publisher, description, dialect } = template
  return { id, displayName, publisher, description, does: abilities(template), dialect }
}

export type Told = Template & { readonly does: readonly string[]; readonly said: readonly Saying[] }

/** All of a template, with what it says in words. */
export function toldOf(template: Template): Told {
  return { ...template, does: abilities(template), said: sayings(template) }
}

/** What Usher does with the application, each in a word or two. */
export function abilities({ schema, limits }: Template): readonly string[] {
  const { users, groups } = mappingsOf(schema)
  return [
    users === undefined ? '' : 'users',
    groups === undefined ? '' : actionsOf(groups).includes('Add') ? 'groups' : 'members of groups',
    limits.softDelete ? 'disable' : '',
    limits.delete ? 'delete' : '',
  ].filter((one) => one !== '')
}

/** Everything that is known, topic by topic; a topic of which nothing is known or done is left out. */
export function sayings(template: Template): readonly Saying[] {
  const here = valuesOf(template)
  return topics.flatMap((about) => {
    const facts = template.sources.filter((fact) => fact.about === about)
    const value = here[about]
    return facts.length === 0 && value === undefined ? [] : [{ label: labels[about], here: value, facts }]
  })
}

/** The documents that the facts are from, each once; what is said is cited by its place here, counted from 1. */
export function documents({ sources }: Template): readonly Document[] {
  return [...new Map(sources.map(({ url, title }) => [url, { url, title }])).values()]
}

function valuesOf(template: Template): Readonly<Partial<Record<Topic, string>>> {
  const { limits, schema, appRoles, requiresRole } = template
  const { users, groups } = mappingsOf(schema)
  const matched = [matching('users', users), matching('groups', groups)].filter((one) => one !== undefined).join('; ')
  // Nothing is asked there: clients send.
  if (template.direction === 'inbound') return { matching: matched }
  const roles = appRoles.map(({ displayName }) => displayName).join(', ')
  return {
    tenantUrl: template.tenantUrl.join(' or '),
    authentication: template.authentication.map((one) => authentications[one]).join(', or '),
    matching: matched,
    ...(roles !== '' && { roles: `${roles}${requiresRole ? '; one of them is needed' : ''}` }),
    groups: groups === undefined ? 'not provisioned' : `provisioned: ${actionsOf(groups).join(', ')}`,
    softDelete: limits.softDelete ? 'yes, by active' : 'no, who leaves is deleted',
    delete: limits.delete ? 'yes' : 'no, who leaves stays disabled',
    ...(limits.deleteGroups !== undefined && { deleteGroups: limits.deleteGroups ? 'yes' : 'no' }),
    paging: limits.paging === 'cursor' ? 'by cursor' : 'by startIndex',
    pageSize: `${number(limits.pageSize)} at most`,
    ...(limits.groups && { membersPerRequest: `${number(limits.membersPerRequest)} at most` }),
    ...(limits.payload !== undefined && { payload: `${number(limits.payload)} bytes at most` }),
    requestsInFlight: `${limits.requestsInFlight.start} to begin with, ${limits.requestsInFlight.most} at most`,
    ...(limits.rates !== undefined && { rates: limits.rates.map(rateInWords).join('; ') }),
  }
}

/** `POST /Users: 5 in 30 s`. */
export function rateInWords({ requests, seconds, burst = 0, methods, resource }: Rate): string {
  const of = [methods?.join(', '), resource === undefined ? undefined : `/${resource}`].filter(
    (one) => one !== undefined,
  )
  const more = burst === 0 ? '' : ` and ${number(burst)} more at once`
  return `${of.length === 0 ? 'all' : of.join(' ')}: ${number(requests)} in ${number(seconds)} s${more}`
}

type Mappings = { readonly users: ObjectMapping | undefined; readonly groups: ObjectMapping | undefined }

function mappingsOf({ synchronizationRules }: Template['schema']): Mappings {
  const all = synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const of = (type: string): ObjectMapping | undefined => all.find(({ sourceObjectName }) => sourceObjectName === type)
  return { users: of('User'), groups: of('Group') }
}

function actionsOf({ flowTypes }: ObjectMapping): readonly string[] {
  return flowTypes.split(',').map((action) => action.trim())
}

function matching(whom: string, mapping: ObjectMapping | undefined): string | undefined {
  if (mapping === undefined) return undefined
  const by = mapping.attributeMappings
    .filter(({ matchingPriority }) => matchingPriority > 0)
    .map(({ targetAttributeName }) => targetAttributeName)
  return `${whom} by ${by.join(', ')}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
