import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = join(import.meta.dirname, '..', '..', 'apps', 'console', 'dist')
const most = 200_000

/** What the page loads with Home, and what those files import at once; what is imported later is loaded when needed. */
function atOnce(): readonly string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const home = readdirSync(join(dist, 'assets')).filter((file) => file.startsWith('home-page-'))
  const first = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, file = '']) => file)
  const found = new Set([...first, ...home])
  for (const file of found) {
    const text = readFileSync(join(dist, 'assets', file), 'utf8')
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) found.add(name)
  }
  return [...found]
}

/** As the service compresses them. */
function sizeOf(file: string): number {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  return brotliCompressSync(readFileSync(join(dist, 'assets', file)), quality).length
}

test('the first load, with Home, is at most 200 kB of compressed JavaScript', () => {
  const sizes = atOnce().map((file) => ({ file, size: sizeOf(file) }))
  const total = sizes.reduce((sum, { size }) => sum + size, 0)
  expect(sizes.length).toBeGreaterThan(2)
  expect(total, sizes.map(({ file, size }) => `${file} ${size}`).join('\n')).toBeLessThanOrEqual(most)
})
