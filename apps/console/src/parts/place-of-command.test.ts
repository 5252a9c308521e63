import { expect, test } from 'vitest'
import { causeIn, command, placesIn } from './place-of-command.ts'

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

test.each([
  ['usher user create ana@contoso.example makes a new person.', 'usher user create ana@contoso.example'],
  ['usher group remove "Sales" ana@contoso.example takes them out.', 'usher group remove "Sales" ana@contoso.example'],
  ['usher run APP --recreate WHO.', 'usher run APP --recreate WHO'],
])('in %s the whole command is set apart', (text, whole) => expect(command.exec(text)?.[0]).toBe(whole))

test('a cause is told without the step that ends it, and as it is where it is nothing else', () => {
  const refused = 'The application refuses the Secret Token (401: It expired.). Generate a new one: usher settings "A" --secret-token -.' // prettier-ignore
  expect(causeIn(refused)).toBe('The application refuses the Secret Token (401: It expired.).')
  expect(causeIn('Run usher plan "A".')).toBe('Run usher plan "A".')
})
