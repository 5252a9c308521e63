/** A service with people, and an application of its own for each test of a file. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { startProvider, type Provider } from '../testing/provider.ts'
import { startService, type Asked } from './test-service.ts'

export type Applications = {
  readonly ask: Asked['ask']
  readonly provider: Provider
  /** The application of this test, and its path. */
  readonly name: string
  readonly app: string
}

/** Call it once, at the top of a file. What it returns holds within tests, `name` and `app` for one. */
export function withApplications(template: string, people: readonly string[]): Applications {
  let service: Asked
  let provider: Provider
  let count = 0
  const at: Applications = {
    ask: (...asked) => service.ask(...asked),
    get provider() {
      return provider
    },
    get name() {
      return `Signal ${count}`
    },
    get app() {
      return `/usher/apps/${encodeURIComponent(`Signal ${count}`)}`
    },
  }
  beforeAll(async () => {
    service = await startService()
    provider = await startProvider()
    for (const who of people)
      await at.ask('POST', '/usher/users', {
        userPrincipalName: `${who}@contoso.example`,
        displayName: who,
        mailNickname: who,
        department: who,
      })
  })
  beforeEach(async () => {
    count += 1
    provider.users.clear()
    await at.ask('POST', '/usher/apps', { template, name: at.name })
  })
  afterAll(async () => {
    await service.close()
    await provider.close()
  })
  return at
}
