import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', '{docs,changes,examples}/**/*.md', '{apps,packages}/**/README.md', 'apps/usher/src/gallery/*/*.md'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
}).toSorted() // prettier-ignore

const text = (page: string): string => readFileSync(join(root, page), 'utf8').replaceAll(/^```[^]*?^```$/gm, '')

/** Headings as a browser jumps to them: small letters, hyphens for blanks, other marks left out. */
function anchors(page: string): ReadonlySet<string> {
  const headings = [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')),
  ) // prettier-ignore
}

test('there are pages', () => {
  expect(pages.length).toBeGreaterThan(40)
})

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...text(page).matchAll(/\]\(([^()\s]+)\)/g)].map(([, to = '']) => to)
  const lost = links.filter((to) => {
    if (/^[a-z]+:/.test(to)) return false
    const [path = '', anchor] = to.split('#')
    const target = path === '' ? page : join(dirname(page), path)
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor)
  })
  expect(lost).toEqual([])
})
