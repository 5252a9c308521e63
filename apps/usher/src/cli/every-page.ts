import { query, type Client } from './client.ts'

/** A list of the service, from its first page to its last. `name`: what the items are called in its answers. */
export async function everyPage<T>(client: Client, path: string, name: string): Promise<readonly T[]> {
  const items: T[] = []
  let after: string | undefined
  for (;;) {
    const page = await client.get<Readonly<Record<string, readonly T[]>> & { readonly next: string | null }>(
      `${path}${query({ limit: 1000, after })}`,
    )
    items.push(...(page[name] ?? []))
    if (page.next === null) return items
    after = page.next
  }
}
