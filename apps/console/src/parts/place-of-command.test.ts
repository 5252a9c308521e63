import { expect, test } from 'vitest'
import { placesIn } from './place-of-command.ts'

const at = { app: '42' }
const leadsTo = (text: string, where: Parameters<typeof placesIn>[1] = at) => placesIn(text, where).map(({ to }) => to)

test.each([
  ['Allow or reject the removal: usher removals APP.', ['/enterprise-apps/42/held?kind=removals']],
  ['It was rejected. To allow it all the same: usher adoptions APP allow WHO.', ['/enterprise-apps/42/held?kind=adoptions']],
  ['Generate a new token and store it: usher settings "Dynamic Signal" --secret-token -.', ['/enterprise-apps/42/provisioning/new']],
  ['usher settings "Dynamic Signal" --new-secret-token - stores a second one.', ['/enterprise-apps/42/provisioning/properties']],
  ['usher plan "A", then go on with usher run "A", which asks first.', ['/enterprise-apps/42/plan', '/enterprise-apps/42/provisioning']],
  ['Bring the person back: usher user restore WHO.', ['/users']],
  ['usher mail set says how it leaves; usher mail set --host HOST.', ['/settings/email']],
  ['It is tried again by itself.', []],
  ['The default of usher has no member later.', []],
] as const)('%s', (text, places) => expect(leadsTo(text)).toEqual(places)) // prettier-ignore

test('the job is kept, and without an application only what is of all is led to', () => {
  expect(leadsTo('usher removals APP.', { app: '42', job: 'B C' })).toEqual(['/enterprise-apps/42/held?kind=removals&job=B%20C']) // prettier-ignore
  expect(leadsTo('usher removals APP, or usher user restore WHO.', {})).toEqual(['/users'])
})
