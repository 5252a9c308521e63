import type { AttributeChange } from '@usher/engine'
import type { Json } from '@usher/scim'
import { expect, test } from 'vitest'
import { noteIgnored, type Ignored } from './ignored.ts'

const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const change = (path: string, from: Json | undefined, to: Json): AttributeChange => ({
  op: 'replace', path, kind: 'value', to, ...(from !== undefined && { from }),
}) // prettier-ignore

const clerk = change('title', 'Clerk', 'Boss')

test.each<[string, AttributeChange, Json, readonly string[]]>([
  ['the value from before', clerk, { id: '1', title: 'Clerk' }, ['title']],
  ['the value from before of an extension', change(`${urn}:department`, 'A', 'B'), { [urn]: { department: 'A' } }, [`${urn}:department`]],
  ['the value from before of a part', change('name.givenName', 'Ann', 'Anna'), { name: { givenName: 'Ann' } }, ['name.givenName']],
  ['that somebody is active still', change('active', true, false), { active: true }, ['active']],
  ['what was written', clerk, { title: 'Boss' }, []],
  ['what was written, in its own manner', clerk, { title: 'BOSS ' }, []],
  ['another date', change('hired', '2020-01-01', '2021-01-01'), { hired: '2021-01-01T00:00:00Z' }, []],
  ['nothing about it', clerk, { id: '1' }, []],
  ['no body', clerk, null, []],
  ['a list', clerk, [{ title: 'Clerk' }], []],
  ['letters that count for nothing there', change('userName', 'bob@x', 'Bob@x'), { userName: 'bob@x' }, []],
  ['what was not there before', change('title', undefined, 'Boss'), { title: 'Clerk' }, []],
  ['a value behind a filter', change('emails[type eq "work"].value', 'a@x', 'b@x'), { emails: [{ type: 'work', value: 'a@x' }] }, []],
  ['a secret', change('title', '[Redact]', 'Boss'), { title: 'Clerk' }, []],
])('an update that is answered with %s', (_, patch, body, expected) => {
  const ignored: Ignored = new Set()
  noteIgnored(ignored, [patch], body)
  expect([...ignored]).toEqual(expected)
}) // prettier-ignore

test('an application that changes it after all ignores it no more', () => {
  const ignored: Ignored = new Set(['title', 'active'])
  noteIgnored(ignored, [clerk], { title: 'Boss' })
  expect([...ignored]).toEqual(['active'])
})
