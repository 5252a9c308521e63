/** Forgetting somebody leaves settings alone, and says which of them have the address still. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

async function does(method: string, path: string, body?: unknown) {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body
}

test('the places in settings that keep an address are said before and after, and stay', async () => {
  for (const name of ['ana', 'ananas'])
    await does('POST', '/usher/users', { userPrincipalName: `${name}@contoso.example`, mail: `${name}@mail.example` })
  const app = await does('POST', '/usher/apps', { template: 'dynamic-signal', name: 'Signal' })
  await does('PATCH', `/usher/apps/${app['id']}/settings`, { notificationEmail: 'bea@contoso.example, Ana@Mail.example' }) // prettier-ignore
  const mail = { host: 'mail.example', from: 'ana@contoso.example', recipients: 'bea@contoso.example, ana@contoso.example' } // prettier-ignore
  await does('PATCH', '/usher/mail', mail)
  const written = ['the notification email of Signal', 'the recipients of the mail settings', 'the sender of the mail settings'] // prettier-ignore
  expect(await does('POST', '/usher/users/ana@contoso.example/forget')).toMatchObject({ written })
  const { receipt } = await does('POST', '/usher/users/ana@contoso.example/forget', { yes: true })
  expect(receipt).toMatchObject({ written })
  expect(JSON.stringify(receipt)).not.toMatch(/ana@/)
  expect(JSON.stringify(await does('GET', '/usher/mail'))).toContain('ana@contoso.example')
  // Whose address only begins alike is named nowhere.
  expect(await does('POST', '/usher/users/ananas@contoso.example/forget')).toMatchObject({ written: [] })
})
