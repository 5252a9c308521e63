/** What the guides show, run as it is shown: every session that needs no service. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { endAll, newFolder, root } from './house.ts'

const nowhere = join(newFolder(), 'nowhere')
const alone = /^(expr|scope|schema check|app gallery|app template) /
const cut = /^…\n/m

afterAll(endAll)

type Session = { readonly page: string; readonly command: string; readonly shows: string }

/** Each `$ npx usher …` of a page with what follows it. */
function sessionsOf(page: string): readonly Session[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```\n(\$ npx usher [^]*?)^```$/gm)
  return [...blocks].flatMap(([, block = '']) =>
    block.split(/^\$ npx usher /m).slice(1).map((session) => {
      const end = session.indexOf('\n')
      return { page, command: session.slice(0, end), shows: session.slice(end + 1) }
    }),
  ) // prettier-ignore
}

const sessions = globSync('docs/guide/*.md', { cwd: root })
  .toSorted()
  .flatMap(sessionsOf)
  .filter(({ command }) => alone.test(command))

test('there are sessions to run, on more pages than one', () => {
  expect(new Set(sessions.map(({ page }) => page)).size).toBeGreaterThan(2)
})

test.each(sessions)('$page shows what really happens: usher $command', ({ command, shows }) => {
  const usherHere = `"${process.execPath}" apps/usher/src/cli/main.ts --data "${nowhere}"`
  const { stdout } = spawnSync('sh', ['-c', `${usherHere} ${command} 2>&1`], { cwd: root, encoding: 'utf8' })
  const [begins = '', ends] = shows.split(cut)
  if (ends === undefined) expect(stdout).toBe(shows)
  else {
    expect(stdout.slice(0, begins.length)).toBe(begins)
    expect(stdout.endsWith(ends), stdout).toBe(true)
  }
})

describe('the guide to expressions', () => {
  test('has the recipes that are tested', () => {
    const guide = readFileSync(join(root, 'docs/guide/expressions.md'), 'utf8')
    const recipes = readFileSync(join(root, 'examples/contoso/expressions.json'), 'utf8')
    for (const { expression } of JSON.parse(recipes) as { expression: string }[]) {
      expect(guide).toContain(`\`${expression}\``)
    }
  })
})
