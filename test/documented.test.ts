/** Every command and option that a page, or a sentence of the product, names is there. */
import type { Command } from 'commander'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { options as startOptions } from '../apps/start/src/config.ts'
import { createProgram } from '../apps/usher/src/cli/program.ts'
import { options as serviceOptions } from '../apps/usher/src/options.ts'
import { activities } from '../apps/usher/src/store/activities.ts'
import { advisedIn, mentionsOf, problemOf, rowsOf, usually, type Mention } from './mentions.ts'

const root = join(import.meta.dirname, '..')
const program = createProgram()
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const pages = globSync(['*.md', '{docs,changes,examples}/**/*.md'], { cwd: root }).toSorted()
const sources = globSync(['apps/{usher,start}/src/**/*.ts', 'packages/engine/src/**/*.ts'], {
  cwd: root,
  exclude: ['**/*.test.ts', '**/test-*.ts'],
}).toSorted()
const npmScripts = (JSON.parse(read('package.json')) as { scripts: object }).scripts
const commandsUnder = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commandsUnder)]
const optionNames = new Set([
  ...commandsUnder(program).flatMap(({ options }) => options.map(({ long }) => long)),
  ...Object.keys(startOptions).map((name) => `--${name}`),
  ...Object.values(serviceOptions).map(({ flag }) => `--${flag}`),
])
const wrong = (mentions: readonly Mention[]): readonly string[] =>
  mentions.flatMap((mention) => {
    const problem = problemOf(program, mention)
    return problem === null ? [] : [`${mention.text.split('\0')[0]}: ${problem}`]
  })

/** "user delete · restore": a command of the group, and not the one of that name. */
const isOf = (group: string | undefined, name: string): boolean =>
  program.commands.find((one) => one.name() === group)?.commands.some((one) => one.name() === name) ?? false

test('pages and sentences name many commands', () => {
  expect(pages.flatMap((page) => mentionsOf(read(page))).length).toBeGreaterThan(200)
  expect(sources.flatMap((source) => advisedIn(read(source))).length).toBeGreaterThan(60)
})

test.each(pages)('every command that %s names is there, with its options', (page) => {
  expect(wrong(mentionsOf(read(page)))).toEqual([])
})

test('every command that a sentence of the product advises is there, with its options', () => {
  expect(sources.flatMap((source) => wrong(advisedIn(read(source))).map((one) => `${source}: ${one}`))).toEqual([])
})

test.each(pages.filter((page) => page === 'README.md' || page.startsWith('docs/guide/')))(
  'every option that %s names by itself is one of a command or program, and every script is there',
  (page) => {
    const spans = [...read(page).matchAll(/`(--[a-z][a-z-]*)[^`\n]*`/g)].map(([, name = '']) => name)
    expect(spans.filter((name) => !optionNames.has(name))).toEqual([])
    const started = [...read(page).matchAll(/npm start -- .*?(--[a-z-]+)/g)].map(([, name = '']) => name)
    expect(started.filter((name) => !(name.slice(2) in startOptions))).toEqual([])
    const scripts = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name)
    expect(scripts.filter((name) => !(name in npmScripts))).toEqual([])
  },
)

test('the table of commands has every command, and no other', () => {
  const rows = rowsOf(read('docs/guide/command-line.md'))
  expect(wrong(rows)).toEqual([])
  const told = rows.map(({ text }) => text.split('\0').map((one) => one.split(' ').slice(1)))
  const isTold = ({ name, group }: { readonly name: string; readonly group?: string }): boolean =>
    told.some(([own = [], first = own]) =>
      group === undefined
        ? own[0] === name && !isOf(first[0], name)
        : first[0] === group && (own[0] === name || own[1] === name),
    )
  const all = program.commands.flatMap((command) => [
    { name: command.name() },
    ...command.commands
      .filter((one) => !usually(command).includes(one))
      .map((one) => ({ name: one.name(), group: command.name() })),
  ])
  expect(all.filter((one) => !isTold(one))).toEqual([])
})

test('the guide to the audit log has every act', () => {
  const cells = read('docs/guide/audit.md').split('\n').flatMap((line) => line.split('|')[2]?.split(';') ?? []) // prettier-ignore
  // "Add, Update group": each word before the last comma goes with what follows the word after it.
  const told = cells.flatMap((cell) => {
    const [last = '', ...before] = cell.trim().split(', ').toReversed()
    return [last, ...before.map((verb) => `${verb} ${last.replace(/^\w+ /, '')}`)]
  })
  expect(Object.keys(activities).filter((one) => !told.includes(one))).toEqual([])
})

test.each([
  ['usher accounts discover', 'usher accounts is about an application, and discover is none'],
  ['usher discovers APP', 'usher has no discovers'],
  ['usher user sett WHO department=Sales', 'usher user has no sett'],
  ['usher log APP --left-over', 'usher log has no --left-over'],
  ['usher plans APP aprove last', 'usher plans does not aprove'],
  ['usher status APP', 'usher status takes no APP'],
  ['usher run', 'usher run needs app'],
])('%s is found to be wrong', (text, problem) => {
  expect(problemOf(program, { text, how: 'typed' })).toBe(problem)
})
