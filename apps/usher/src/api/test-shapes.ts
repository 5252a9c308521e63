import { z } from 'zod'
import type { Shape } from './shape.ts'
import { shapes } from './shapes.ts'

const rows: Readonly<Record<string, Shape>> = shapes
const patterns = Object.entries(rows).map(([route, shape]) => {
  const [method, path = ''] = route.split(' ')
  return { method, path: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`), shape }
})

/** Fails when an answer is not what the OpenAPI document says it is. */
export function mustFit(method: string, url: string, { status, body }: { status: number; body: unknown }): void {
  const path = url.split('?')[0] ?? ''
  const gives = patterns.find((one) => one.method === method && one.path.test(path))?.shape.gives
  if (gives === undefined || status !== 200) return
  const read = gives.safeParse(body)
  if (!read.success)
    throw new Error(`${method} ${path} answers otherwise than its shape says: ${z.prettifyError(read.error)}`)
}
