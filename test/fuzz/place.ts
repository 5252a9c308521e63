import { type Made, encoded } from './request.ts'
import type { FuzzedService, Residents } from './service.ts'
import type { Sent } from './wire.ts'

const nobody = '01900000-0000-7000-8000-000000000000'

/** The request as it goes out: its placeholders stand for who is there now. */
export function place(made: Made, there: Residents, at: FuzzedService['at']): Sent {
  const { users, groups } = there[made.tenant]
  const foreigners = there[made.tenant === 'strict' ? 'lenient' : 'strict'].users
  const names: Readonly<Record<string, string>> = {
    user: one(users, made.pick)?.id ?? nobody,
    userName: one(users, made.pick)?.userName ?? 'nobody',
    otherUserName: one(users, made.pick + 1)?.userName ?? 'nobody',
    group: one(groups, made.pick)?.id ?? nobody,
    foreign: one(foreigners, made.pick)?.id ?? nobody,
    gone: nobody,
  }
  const fill = (text: string, print: (name: string) => string): string =>
    text.replaceAll(/\{(user|userName|otherUserName|group|foreign|gone)\}/g, (_whole, name: string) =>
      print(names[name] ?? ''),
    )
  const inJson = (name: string): string => JSON.stringify(name).slice(1, -1)

  const body = typeof made.body === 'function' ? made.body() : made.body
  const token = typeof made.token === 'object' && made.token !== null ? at[made.token.of].token : made.token
  return {
    method: made.method,
    target: (made.base ?? at[made.tenant].base) + fill(made.path, (name) => encoded(inJson(name))),
    headers: [
      ...(token === null ? [] : [['authorization', `Bearer ${token ?? at[made.tenant].token}`] as const]),
      ...made.headers,
    ],
    body: typeof body === 'string' ? Buffer.from(fill(body, inJson)) : body,
  }
}

function one<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % list.length]
}
