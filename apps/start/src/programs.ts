import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child, type End } from './child.ts'
import type { Config } from './config.ts'

/** What the programs say once they serve. */
export type Ready = {
  /** `firstStart`: the store is new and empty. */
  readonly usher: {
    readonly url: string
    readonly tokenFile: string
    readonly firstStart: boolean
    /** With https: whose certificates are to be trusted. */
    readonly authorityFile?: string
    /** At the first start: the link by which somebody becomes its administrator. */
    readonly invitation?: string
  }
  readonly dynamicSignal: {
    readonly url: string
    readonly scimApiUrl: string
    readonly adminUser: string
    readonly firstStart: boolean
  }
}

export type Programs = {
  readonly ready: Promise<Ready>
  readonly stop: () => Promise<void>
  /** Does the work, unless a program ends before; then that is the reason, whatever the work says. */
  readonly during: (work: Promise<void>) => Promise<End | null>
}

const apps = join(import.meta.dirname, '..', '..')

export function startPrograms(config: Config, password: string, say: (line: string) => void): Programs {
  const { DATABASE_URL: _, ...env } = process.env
  const children: Child[] = []
  let first: Child | null = null
  const start = (name: string, folder: string, args: readonly string[], more: NodeJS.ProcessEnv): Child => {
    const program = {
      name,
      file: join(apps, folder, 'src', 'main.ts'),
      args: ['--data', join(config.data, folder), ...args],
      env: { ...env, ...more },
    }
    // Of two that cannot go on, the first says why; the other would say it again.
    const child = startChild(program, (line) => {
      if (first === null || first === child) say(line)
    })
    children.push(child)
    void child.gone.then(() => (first ??= child))
    return child
  }

  const dynamicSignal = start('Dynamic Signal', 'dynamic-signal', ['--port', String(config.dynamicSignalPort)], {
    DYNAMIC_SIGNAL_ADMIN_PASSWORD: password,
  })
  const database = config.databaseUrl === null ? [] : ['--database-url', config.databaseUrl]
  const https = config.https ? ['--https', 'on'] : []
  const usher = start('Usher', 'usher', ['--port', String(config.port), ...database, ...https], {})

  return {
    ready: Promise.all([usher.ready, dynamicSignal.ready]).then(([one, other]) => ({
      usher: one as Ready['usher'],
      dynamicSignal: other as Ready['dynamicSignal'],
    })),
    async stop() {
      // Usher first: in a cycle it has requests under way, and would wait for a target that ends.
      await usher.stop()
      await dynamicSignal.stop()
    },
    during: (work) => during(work, Promise.race(children.map((child) => child.ended))),
  }
}

async function during(work: Promise<void>, ended: Promise<End>): Promise<End | null> {
  const finished = work.then(
    () => null,
    async (error: unknown) => {
      // A request that broke off is told by its cause, if there is one in a moment.
      const end = await Promise.race([ended, sleep(1000, null, { ref: false })])
      if (end === null) throw error
      return end
    },
  )
  return Promise.race([ended, finished])
}
