import { expect, test } from 'vitest'
import { announcedLink } from './links.ts'

const url = 'https://usher.example'

test.each([
  ['removalsHeld', null, `${url}/enterprise-apps/42/held?kind=removals`],
  ['changesHeld', 'Second job', `${url}/enterprise-apps/42/held?kind=changes&job=Second+job`],
  ['adoptionsHeld', null, `${url}/enterprise-apps/42/held?kind=adoptions`],
  ['quarantineBegan', null, `${url}/enterprise-apps/42/provisioning`],
  ['quarantineBegan', 'Second job', `${url}/enterprise-apps/42/provisioning?job=Second+job`],
] as const)('a mail about %s of job %s leads to where it is ended', (kind, job, link) => {
  expect(announcedLink(url, { kind, application: '42' }, job)).toBe(link)
})

test('what is about no application leads home, and without a public address nothing leads anywhere', () => {
  expect(announcedLink(url, { kind: 'secretExpires', application: null }, null)).toBe(`${url}/`)
  expect(announcedLink(null, { kind: 'removalsHeld', application: '42' }, null)).toBeNull()
})
