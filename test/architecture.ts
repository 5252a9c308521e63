/** The dependency rules of docs/architecture.md, as a table. Each row can say what breaks it and what keeps it. */

export type Source = { readonly path: string; readonly text: string }
export type Violation = { readonly path: string; readonly line: number; readonly sentence: string }

export type Rule = {
  readonly name: string
  /** Tests may do what the code they test may not. */
  readonly testsToo?: true
  readonly check: (source: Source) => readonly Violation[]
  readonly breaks: readonly Source[]
  readonly keeps: readonly Source[]
}

/** What each workspace may import of the others; with a slash at its end, the files of that one by themselves. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'packages/scim': [],
  'packages/host': [],
  'packages/engine': ['@usher/scim'],
  'packages/parts': [],
  'apps/dynamic-signal': ['@usher/scim', '@usher/host', '@usher/parts/'],
  'apps/usher': ['@usher/scim', '@usher/engine', '@usher/host'],
  'apps/start': ['@usher/host'],
  'apps/console': ['@usher/parts/'],
}

/** Whose code reaches nothing outside: neither Node nor a package. */
const selfContained = ['packages/scim', 'packages/engine']

const decides = /^packages\/(scim\/src|engine\/src\/(scope|map|expression|plan|job))\//
const undecided: Readonly<Record<string, RegExp>> = {
  async: /\basync\b/,
  await: /\bawait\b/,
  Promise: /\bPromise\b/,
  'Date.now': /\bDate\s*\.\s*now\b/,
  'new Date()': /\bnew\s+Date\s*(\(\s*\)|(?!\s*\())/,
  'Math.random': /\bMath\s*\.\s*random\b/,
}

const entry = /^(packages|apps)\/[^/]+\/src\/index\.ts$/
const connector = /^apps\/usher\/src\/connectors\/([^/]+\/)?index\.ts$/
const longest = 300
const mostRooms = 4

export const rules: readonly Rule[] = [
  {
    name: 'workspaces depend in one direction',
    testsToo: true,
    check: (source) =>
      imports(source).flatMap(({ from, line }) => {
        const home = workspace(source.path)
        const foreign = from.startsWith('.') ? leaves(source.path, from) : isWorkspace(from)
        const allowed =
          mayImport[home]?.some((name) => (name.endsWith('/') ? from.startsWith(name) : from === name)) ?? false
        // What several workspaces' tests share stands in test/.
        const shared = isTest(source.path) && from.startsWith('.') && resolved(source.path, from).startsWith('test/')
        if (!foreign || allowed || shared) return []
        return at(source, line, `imports ${from}, but ${home} may import ${listed(mayImport[home] ?? [])}`)
      }),
    breaks: [
      { path: 'apps/dynamic-signal/src/a.ts', text: "import { planCycle } from '@usher/engine'" },
      { path: 'packages/engine/src/a.ts', text: "import { run } from '@usher/host'" },
      { path: 'packages/scim/src/a.ts', text: "export { x } from '../../engine/src/x.ts'" },
      { path: 'apps/start/src/a.ts', text: "const { x } = await import('usher')" },
      { path: 'apps/console/src/pages/a.tsx', text: "import { x } from '../../../usher/src/x.ts'" },
      { path: 'apps/usher/src/a.ts', text: "import { x } from '@usher/host/src/x.ts'" },
    ],
    keeps: [
      { path: 'apps/usher/src/a.ts', text: "import { planCycle } from '@usher/engine'\nimport { b } from './b.ts'" },
      { path: 'packages/engine/src/a.test.ts', text: "import { breaks } from '../../../test/law/law.ts'" },
      { path: 'packages/engine/src/plan/a.ts', text: "import type { Ref } from '@usher/scim'\nimport '../types.ts'" },
      { path: 'packages/engine/src/a.ts', text: "type End = 'from' | 'to'" },
    ],
  },
  {
    name: 'what decides reaches nothing outside',
    check: (source) =>
      imports(source).flatMap(({ from, line }) => {
        const home = workspace(source.path)
        if (!selfContained.includes(home) || from.startsWith('.') || isWorkspace(from)) return []
        return at(source, line, `imports ${from}, but ${home} has no dependencies: let the caller pass it in`)
      }),
    breaks: [
      { path: 'packages/engine/src/a.ts', text: "import { createHash } from 'node:crypto'" },
      { path: 'packages/scim/src/a.ts', text: "import { z } from 'zod'" },
    ],
    keeps: [{ path: 'packages/host/src/a.ts', text: "import { join } from 'node:path'" }],
  },
  {
    name: 'what decides never awaits, never asks the clock, never throws dice',
    check: (source) => {
      if (!decides.test(source.path)) return []
      return code(source.text).flatMap((text, line) =>
        Object.entries(undecided)
          .filter(([, pattern]) => pattern.test(text))
          .flatMap(([word]) =>
            at(source, line + 1, `uses ${word}: return a value, and let the caller pass in the rest`),
          ),
      )
    },
    breaks: [
      { path: 'packages/engine/src/plan/a.ts', text: 'export async function plan() {}' },
      { path: 'packages/engine/src/scope/a.ts', text: 'const now = new Date()' },
      { path: 'packages/engine/src/map/a.ts', text: 'const now = new Date' },
      { path: 'packages/engine/src/expression/functions/a.ts', text: 'const x = Math.random()' },
      { path: 'packages/scim/src/a.ts', text: 'type X = Promise<string>' },
    ],
    keeps: [
      { path: 'packages/engine/src/plan/a.ts', text: "// await nothing\nconst s = 'a Promise'\nnew Date(text)" },
      { path: 'packages/engine/src/cycle.ts', text: 'export async function runCycle() { await page() }' },
    ],
  },
  {
    name: 'packages have one entry file, folders have none',
    check: (source) => {
      const isIndex = source.path.endsWith('/index.ts') && !entry.test(source.path) && !connector.test(source.path)
      if (isIndex) return at(source, 1, 'is an entry file of a folder: import the files themselves')
      if (entry.test(source.path)) return []
      return code(source.text, 'strings stay').flatMap((text, line) =>
        /^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s*(as\s+\w+\s*)?from\b/.test(text)
          ? at(source, line + 1, 'exports what another file made: import that file instead')
          : [],
      )
    },
    breaks: [
      { path: 'packages/engine/src/plan/index.ts', text: '' },
      { path: 'packages/engine/src/plan/all.ts', text: "export * from './diff.ts'" },
      { path: 'packages/engine/src/plan/all.ts', text: "export { diff } from './diff.ts'" },
    ],
    keeps: [
      { path: 'packages/engine/src/index.ts', text: "export { runCycle } from './cycle.ts'" },
      { path: 'apps/usher/src/connectors/csv/index.ts', text: 'export const csv = {}' },
      { path: 'packages/engine/src/plan/a.ts', text: 'export const from = 1' },
    ],
  },
  {
    name: 'names are exported, never defaults',
    check: (source) =>
      code(source.text).flatMap((text, line) =>
        /\bexport\s+default\b|\bas\s+default\b/.test(text)
          ? at(source, line + 1, 'has a default export: give it a name')
          : [],
      ),
    breaks: [{ path: 'apps/usher/src/a.ts', text: 'export default function a() {}' }],
    keeps: [{ path: 'apps/usher/src/a.ts', text: '// no export default here\nexport function a() {}' }],
  },
  {
    name: 'only main.ts knows everyone',
    check: (source) => {
      if (!source.path.startsWith('apps/') || source.path.endsWith('/main.ts')) return []
      const rooms = new Set(imports(source).flatMap(({ from }) => foreignRoom(source.path, from)))
      if (rooms.size <= mostRooms) return []
      return at(source, 1, `imports from ${rooms.size} other folders (${[...rooms].join(', ')}): leave that to main.ts`)
    },
    breaks: [
      {
        path: 'apps/usher/src/api/a.ts',
        text: ['store', 'edge', 'gallery', 'runner', 'cli']
          .map((room) => `import { x } from '../${room}/x.ts'`)
          .join('\n'),
      },
    ],
    keeps: [
      {
        path: 'apps/usher/src/main.ts',
        text: ['store', 'edge', 'gallery', 'runner', 'cli']
          .map((room) => `import { x } from './${room}/x.ts'`)
          .join('\n'),
      },
      { path: 'apps/usher/src/api/a.ts', text: "import { x } from '../store/x.ts'\nimport { y } from './y.ts'" },
    ],
  },
  {
    name: 'nobody imports main.ts',
    testsToo: true,
    check: (source) =>
      imports(source).flatMap(({ from, line }) =>
        /(^|\/)main\.ts$/.test(from) ? at(source, line, `imports ${from}: a main.ts is started, not imported`) : [],
      ),
    breaks: [{ path: 'apps/usher/src/cli/a.ts', text: "import { start } from '../main.ts'" }],
    keeps: [{ path: 'apps/usher/src/cli/a.ts', text: "import { domain } from './domain.ts'" }],
  },
  {
    name: `a file has at most ${longest} lines`,
    check: (source) => {
      const lines = source.text.split('\n').length - 1
      return lines > longest ? at(source, longest, `has ${lines} lines: which second thing has moved in?`) : []
    },
    breaks: [{ path: 'apps/usher/src/a.ts', text: '\n'.repeat(longest + 1) }],
    keeps: [{ path: 'apps/usher/src/a.ts', text: '\n'.repeat(longest) }],
  },
  {
    name: 'files have kebab-case names',
    testsToo: true,
    check: (source) => {
      const name = source.path.slice(source.path.lastIndexOf('/') + 1)
      return /^[a-z0-9]+(-[a-z0-9]+)*(\.long)?(\.test)?(\.d)?\.tsx?$/.test(name)
        ? []
        : at(source, 1, 'has a name that is not in kebab-case')
    },
    breaks: [{ path: 'apps/usher/src/scopeFilter.ts', text: '' }],
    keeps: [
      { path: 'apps/usher/src/scope-filter.test.ts', text: '' },
      { path: 'packages/engine/src/law.long.test.ts', text: '' },
    ],
  },
]

/** What one rule finds in these files: a sentence each, with the file and the line. */
export function violations(rule: Rule, sources: readonly Source[]): readonly string[] {
  return sources
    .filter((source) => rule.testsToo === true || !isTest(source.path))
    .flatMap((source) => rule.check(source))
    .map(({ path, line, sentence }) => `${path}:${line} ${sentence}. (Rule: ${rule.name}.)`)
}

function at(source: Source, line: number, sentence: string): readonly Violation[] {
  return [{ path: source.path, line, sentence }]
}

function imports(source: Source): readonly { readonly from: string; readonly line: number }[] {
  const specifier = /(?:\bfrom\s+|\bimport\s*\(?\s*)'([^'\s]+)'/g
  return code(source.text, 'strings stay').flatMap((text, line) =>
    [...text.matchAll(specifier)].map((hit) => ({ from: hit[1] ?? '', line: line + 1 })),
  )
}

/** The lines without comments and, unless they are asked for, without what stands in quotes. */
function code(text: string, strings: 'strings go' | 'strings stay' = 'strings go'): readonly string[] {
  const piece = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[^]*?\*\//g
  const blank = (found: string): string => found.replaceAll(/[^\n]/g, ' ')
  return text
    .replaceAll(piece, (found) =>
      found.startsWith('/') ? blank(found) : strings === 'strings go' && !found.startsWith('`') ? blank(found) : found,
    )
    .split('\n')
}

function isTest(path: string): boolean {
  return /\.test\.ts$|\/test-[^/]+\.ts$/.test(path)
}

function workspace(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function isWorkspace(from: string): boolean {
  return from.startsWith('@usher/') || from === 'usher' || from.startsWith('usher/')
}

function leaves(path: string, from: string): boolean {
  return workspace(resolved(path, from)) !== workspace(path)
}

function resolved(path: string, from: string): string {
  return new URL(from, `file:///${path}`).pathname.slice(1)
}

/** The folder below src/ that the import enters, when it is not the importing file's own and not src/ itself. */
function foreignRoom(path: string, from: string): readonly string[] {
  if (!from.startsWith('.')) return []
  const room = (of: string): string => of.split('/').slice(3, -1)[0] ?? ''
  const entered = room(resolved(path, from))
  return entered === '' || entered === room(path) ? [] : [entered]
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no other workspace' : `only ${names.join(' and ')}`
}
