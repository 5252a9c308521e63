import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { browser } from '../sign-in/test-browser.ts'
import { signInAt } from './sign-in-flow.ts'
import { clientOf, forgetSignIn, rememberSignIn, signedIn, type SignedIn } from './signed-in.ts'

const mia = { name: 'mia@contoso.example', password: 'correct horse battery' }
let graph: Graph
let data = ''
beforeAll(async () => {
  graph = await startGraph({ https: true })
  data = await mkdtemp(join(tmpdir(), 'usher-signed-in-'))
  const who = browser(graph.url)
  await who.open(graph.invitation)
  await who.submit({ ...mia, again: mia.password })
})
afterAll(async () => {
  await graph.close()
  await rm(data, { recursive: true, force: true })
})

const session = async (): Promise<unknown> => {
  const now = await signedIn(data)
  if (now === null) throw new Error('Nobody is signed in.')
  return (await clientOf(now, data, (text) => text)).get('/usher/session')
}
const here = () => ({ url: graph.url, caFile: graph.authorityFile })

test('a person signs in from a terminal, and its commands act as them', async () => {
  const who = browser(graph.url, 'http://127.0.0.1')
  const made = await signInAt(here(), (link) => {
    void who.open(link).then(async () => {
      const { url } = await who.submit({ step: 'password', ...mia })
      await fetch(url)
    })
  })
  await rememberSignIn(data, made)
  expect((await stat(join(data, 'signed-in.json'))).mode & 0o777).toBe(0o600)
  expect(await session()).toMatchObject({ name: mia.name, kind: 'user', roles: ['Global Administrator'] })
})

test('a token that ends is renewed once, by one of the commands that run at the same time', async () => {
  const before = (await signedIn(data)) as SignedIn
  await rememberSignIn(data, { ...before, expires: Date.now() })
  expect(await Promise.all([session(), session(), session()])).toHaveLength(3)
  const after = await signedIn(data)
  expect(after?.refreshToken).not.toBe(before.refreshToken)
  expect(after?.expires).toBeGreaterThan(Date.now() + 3000_000)
})

test('a refresh token that comes a second time ends everything that came of it', async () => {
  const now = (await signedIn(data)) as SignedIn
  await rememberSignIn(data, { ...now, expires: 0 })
  await session()
  const newer = (await signedIn(data)) as SignedIn
  await rememberSignIn(data, { ...now, expires: 0 })
  await expect(session()).rejects.toThrow(/sign in again/)
  await rememberSignIn(data, { ...newer, expires: 0 })
  await expect(session()).rejects.toThrow(/sign in again/)
})

test('who says no in the browser is not signed in, and the terminal says so', async () => {
  const who = browser(graph.url, 'http://127.0.0.1')
  const refused = signInAt(here(), (link) => {
    void who.open(link).then(async () => {
      const { url } = await who.submit({ step: 'cancel' })
      await fetch(url)
    })
  })
  await expect(refused).rejects.toThrow('You were not signed in: the person said no.')
})

test('nothing of a secret is left when somebody signs out', async () => {
  await writeFile(join(data, 'other'), '')
  await forgetSignIn(data)
  await expect(readFile(join(data, 'signed-in.json'))).rejects.toThrow('ENOENT')
  expect(await signedIn(data)).toBeNull()
})
