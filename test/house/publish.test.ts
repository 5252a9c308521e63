import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProvider } from './scim-provider.ts'

const root = join(import.meta.dirname, '../..')
const minute = 60_000
const temporary = mkdtempSync(join(tmpdir(), 'publish-'))
const project = join(temporary, 'project')

/** Runs a command that must succeed. The Node it runs on is the one that runs the tests. */
function does(folder: string, command: string, ...args: readonly string[]): string {
  const env = { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' })
  expect(status, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0)
  return stdout
}

/** Packs a copy of the package, so that nobody who uses the workspace meanwhile notices. */
function pack(): string {
  const workspace = join(temporary, 'workspace')
  const copied = ['packages/scim/src', 'packages/scim/scripts', 'packages/scim/package.json', 'packages/scim/README.md']
  const configured = [
    'packages/scim/tsconfig.json',
    'packages/scim/tsconfig.build.json',
    'tsconfig.base.json',
    'LICENSE',
  ]
  for (const path of [...copied, ...configured]) cpSync(join(root, path), join(workspace, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'))
  does(join(workspace, 'packages/scim'), 'npm', 'pack', '--pack-destination', temporary)
  expect(readFileSync(join(workspace, 'packages/scim/package.json'), 'utf8')).toBe(
    readFileSync(join(root, 'packages/scim/package.json'), 'utf8'),
  )
  return join(temporary, readdirSync(temporary).find((name) => name.endsWith('.tgz')) ?? '')
}

beforeAll(() => {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }))
  does(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', pack())
  // The frameworks are the application's own; any folder on the way up will do.
  mkdirSync(join(temporary, 'node_modules'))
  for (const name of ['fastify', 'express'])
    symlinkSync(join(root, 'node_modules', name), join(temporary, 'node_modules', name))
}, 3 * minute)

afterAll(() => rmSync(temporary, { recursive: true, force: true }))

const installed = join(project, 'node_modules/@usher/scim')

test('the package holds JavaScript, declarations, the licence and the README, and nothing else', () => {
  expect(readdirSync(installed).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  const files = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' })
  const names = files.filter((name) => name.includes('.'))
  expect(names.filter((name) => !name.endsWith('.js') && !name.endsWith('.d.ts'))).toEqual([])
  expect(names).toContain('index.js')
  expect(names).toContain('index.d.ts')
})

test('it needs nothing that is not in it', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object
  for (const absent of ['dependencies', 'devDependencies', 'scripts', 'private'])
    expect(manifest).not.toHaveProperty(absent)
})

test('TypeScript finds its types', () => {
  const text = [
    "import { type Patched, ScimError, applyPatch, userType } from '@usher/scim'",
    "export const patched: Patched = applyPatch({ userName: 'ana' }, [{ op: 'remove', path: 'title' }], userType)",
    '// @ts-expect-error an operation has no such name',
    "applyPatch({}, [{ op: 'move' }], userType)",
    'export const status: number = new ScimError(404, undefined, "x").status',
  ]
  writeFileSync(join(project, 'types.ts'), text.join('\n'))
  const compiler = join(root, 'node_modules/.bin/tsc')
  does(
    project,
    compiler,
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--types',
    '',
    'types.ts',
  )
})

const examples = [...readFileSync(join(root, 'packages/scim/README.md'), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm)]
  .map(([, code]) => code ?? '')
  .filter((code) => code.includes('listen('))

test('the README shows two whole programs', () => {
  expect(examples).toHaveLength(2)
})

test.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i of the README runs on plain Node and serves SCIM',
  async (index, code) => {
    const program = join(project, `example-${index}.js`)
    writeFileSync(program, code)
    const { ask, end } = await startProvider(program)
    try {
      const created = await ask('POST', '/Users', {
        userName: 'ana',
        emails: [{ type: 'work', value: 'ana@contoso.com' }],
      })
      expect(created.status).toBe(201)
      const { id } = created.body as { id: string }
      const found = await ask('GET', '/Users?filter=emails[type+eq+"work"].value+eq+"ANA@contoso.com"')
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
      const operations = [{ op: 'Replace', value: { active: 'False' } }]
      expect(await ask('PATCH', `/Users/${id}`, { Operations: operations })).toMatchObject({ body: { active: false } })
      expect(await ask('DELETE', `/Users/${id}`)).toMatchObject({ status: 204 })
      expect(await ask('GET', `/Users/${id}`)).toMatchObject({ status: 404, body: { status: '404' } })
    } finally {
      await end()
    }
  },
)
