/** `usher expr`, `usher scope` and `usher schema check`, as somebody uses them who has nothing running. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dynamicSignal } from '../../apps/usher/src/gallery/dynamic-signal/template.ts'
import { endAll, newFolder, refused, root, usher, usherService, type Said } from './house.ts'

const folder = newFolder()
const nowhere = join(folder, 'nowhere')
const person = join(folder, 'person.json')
const ana = { givenName: 'Ana', surname: 'Silva', mail: '', proxyAddresses: ['smtp:ana@contoso.example'], pin: '1234' }

afterAll(endAll)
beforeAll(() => writeFileSync(person, `\ufeff${JSON.stringify(ana, null, 2).replaceAll('\n', '\r\n')}\r\n`))

const offline = (...args: readonly string[]): Promise<Said> => usher(nowhere, args)

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('an expression is evaluated without a service', () => {
  test('each part tells its value; no data folder is made', async () => {
    const said = await offline('expr', 'Join( " ",[givenName], ToUpper([surname]))', '--file', person)
    expect(said).toMatchObject({ code: 0 })
    expect(said.all.split('\n')).toEqual([
      'Join(" ", [givenName], ToUpper([surname]))',
      '  [givenName]         "Ana"',
      '  ToUpper([surname])  "SILVA"',
      '    [surname]         "Silva"',
      'Result: "Ana SILVA"',
      '',
    ])
    expect(existsSync(nowhere)).toBe(false)
  })

  test('its attributes, its clock and its tenant may be given on the command line', async () => {
    const expression = 'Join(" ", [level], [active], [text], DefaultDomain(), DayBegun("2026-03-01"), Redact([pin]))'
    const given = ['--set', 'level=7', '--set', 'active=false', '--set', 'text=007', '--set', 'pin=1234']
    const world = ['--default-domain', 'contoso.example', '--now', '2026-02-28T23:30:00Z']
    const said = await offline('expr', expression, ...given, ...world)
    expect(said.out).toContain('Result: [Redact]\nIt changes by itself at 2026-03-01T00:00:00.000Z.\n')
    expect(said.out).toContain('  DefaultDomain()         "contoso.example"\n')
    expect(said.out).toContain('  [text]                  "007"\n')
    expect(said.all).not.toContain('1234')
    expect((await offline('expr', 'SelectUniqueValue("a", "b")', '--taken', 'a', 'c')).out).toContain('Result: "b"')
  })

  test('the expression may stand in a file or come from standard input; days begin where one says', async () => {
    const file = write('expression.txt', 'DayBegun(\r\n  "2026-03-01")\r\n')
    const zone = ['--now', '2026-02-28T23:30:00Z', '--time-zone', 'Europe/Berlin']
    expect((await offline('expr', `@${file}`, ...zone)).out).toContain('Result: "True"')
    expect((await usher(nowhere, ['expr', '-'], '"from standard input"')).out).toContain(
      'Result: "from standard input"',
    )
    const piped = await usher(nowhere, ['expr', '[a]', '--file', '-'], '{"a": "b"}')
    expect(piped.out).toContain('Result: "b"')
  })

  test('a whole number of any size keeps its digits', async () => {
    const piped = await usher(nowhere, ['expr', '[a] & [b]', '--file', '-'], '{"a": 9223372036854775807, "b": 1.50}')
    expect(piped.out).toContain('Result: "92233720368547758071.5"')
  })

  test('as JSON for scripts', async () => {
    const said = await offline('expr', 'Append([a], "b")', '--set', 'a=c', '--json')
    expect(JSON.parse(said.out)).toMatchObject({
      expression: 'Append([a], "b")',
      result: { kind: 'value', value: 'cb' },
      parts: [{ text: '[a]', gave: { kind: 'value', value: 'c' } }, { text: '"b"' }],
      failure: null,
      warnings: [],
    })
  })
})

describe('what is wrong is pointed at', () => {
  test('in the text of an expression', async () => {
    const said = await offline('expr', 'Append([a],\n  Joim("", [b]))')
    expect(said).toMatchObject({ code: 2, out: '' })
    expect(said.all.split('\n')).toEqual([
      'There is no function Joim. Did you mean Join?',
      '  Line 2, column 3:',
      '    Joim("", [b]))',
      '    ^',
      'Expected: the name of a function.',
      '',
    ])
  })

  test('in its evaluation, after the values that led there', async () => {
    const said = await offline('expr', 'Append("a", Mid([b], 0, 1))', '--set', 'b=x')
    expect(said.code).toBe(1)
    expect(said.out).toContain('    [b]           "x"\n')
    expect(said.all).toMatch(/Mid: start counts from 1\.\n  Append\("a", Mid\(\[b\], 0, 1\)\)\n {14}\^\n$/)
  })

  test('an attribute that is not there, when another one is nearly called so', async () => {
    const said = await offline('expr', '[surnam]', '--file', person)
    expect(said.all).toContain('has no attribute surnam. Did you mean surname?\n  [surnam]\n  ^\n')
    expect(said.code).toBe(0)
  })

  test('an expression that is too long is cut around the place', async () => {
    const said = await offline('expr', `"${'x'.repeat(10_000)}"`)
    expect(said.code).toBe(2)
    expect(Math.max(...said.all.split('\n').map((line) => line.length))).toBeLessThan(120)
  })

  test.concurrent.each([
    [['expr'], 2, /^Give an expression\./],
    [['expr', '"a"', '--user', 'ana', '--file', 'x'], 2, /^Give --user or --file, not both\.$/],
    [['expr', '"a"', '--file', 'missing.json'], 3, /^There is no file missing\.json\.$/],
    [['expr', '"a"', '--file', root], 2, /it is a folder\.$/],
    [['expr', '"a"', '--set', 'b'], 2, /^--set takes NAME=VALUE, not "b"\.$/],
    [['expr', '"a"', '--set', 'b=[1'], 2, /^The value of --set b is not JSON: /],
    [['expr', '"a"', '--now', 'soon'], 2, /^--now takes a date and time like .*, not "soon"\.$/],
    [['expr', '"a"', '--time-zone', 'Mars'], 2, /^--time-zone takes a name like Europe\/Berlin, not "Mars"\.$/],
    [['expr', '-', '--file', '-'], 2, /^Only one can come from standard input/],
    [['scope', 'department EQUALS Sales', '--filter', 'x'], 2, /^Give a filter: /],
    [['scope', 'department'], 2, /^This is no scoping filter: "department" is not a clause/],
    [['scope', 'department EQUAL Sales'], 2, /there is no operator EQUAL\. Did you mean EQUALS\?$/],
  ] as const)('usher %j', async (args, code, sentence) => {
    const said = await offline(...args)
    refused(said, sentence)
    expect(said.code).toBe(code)
  })

  test('an option that there is not', async () => {
    expect(await offline('expr', '"a"', '--usr', 'ana')).toMatchObject({ code: 2 })
  })

  test('a file of another form', async () => {
    refused(await offline('expr', '"a"', '--file', write('list.json', [])), /must hold one JSON object/)
    refused(await offline('expr', '"a"', '--file', write('broken.json', '{"a": }')), /is not JSON: .*\.$/)
  })
})

describe('vectors', () => {
  const expressions = 'packages/engine/src/expression/expressions.vectors.json'
  const filters = 'packages/engine/src/scope/scoping-filters.vectors.json'

  test.each([
    ['expr', expressions],
    ['scope', filters],
  ])('usher %s judges every entry of %s, a line each', async (command, file) => {
    const entries = JSON.parse(readFileSync(join(root, file), 'utf8')) as { id: string }[]
    const said = await offline(command, '--vectors', join(root, file))
    const lines = said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; pass: boolean })
    expect(lines.map(({ id }) => id)).toEqual(entries.map(({ id }) => id))
    const failed = lines.filter(({ pass }) => !pass).length
    expect(said.all).toContain(`${entries.length - failed} passed, ${failed} failed\n`)
    expect(said.code).toBe(failed === 0 ? 0 : 1)
  })

  test('one that cannot be read fails, and the others are judged', async () => {
    const file = write('entry.json', [
      { id: 'one', expression: 1 },
      { id: 'two', expression: '"a"', expected: 'a' },
    ])
    const said = await offline('expr', '--vectors', file)
    expect(said.out).toContain('"actual":{"$error":"This entry cannot be read: expression must be a text."}')
    expect(said).toMatchObject({ code: 1, all: expect.stringContaining('1 passed, 1 failed') })
  })

  test('one that fails says what came out, and ends with 1', async () => {
    const file = write('vectors.json', [{ id: 'a', expression: '[a]', source: { a: 'x' }, expected: 'y' }])
    const said = await offline('expr', '--vectors', file)
    expect(said).toMatchObject({ code: 1, out: '{"id":"a","pass":false,"actual":"x","expected":"y"}\n' })
    expect(said.all).toContain('0 passed, 1 failed')
  })

  test.each([
    ['missing.json', undefined, /^There is no file .*missing\.json\.$/],
    ['no.json', 'no', /is not JSON/],
    ['object.json', {}, /It must be a list: /],
  ])('%s ends with 2', async (name, content, sentence) => {
    const said = await offline('expr', '--vectors', content === undefined ? join(folder, name) : write(name, content))
    refused(said, sentence)
    expect(said.code).toBe(2)
  })
})

test('a scoping filter tells which clause decided', async () => {
  const filter = write('filter.json', {
    groups: [{ name: 'Silvas', clauses: [{ attribute: 'surname', operator: 'EQUALS', value: 'Silva' }] }],
  })
  expect((await offline('scope', '--filter', filter, '--file', person)).all.split('\n')).toEqual([
    '  ✓ surname EQUALS Silva: "Silva"',
    'In scope: every clause of Silvas holds.',
    '',
  ])
  expect(
    (await offline('scope', 'surname EQUALS Silva', 'mail IS NOT NULL', '--file', person)).all.split('\n'),
  ).toEqual([
    '  ✓ surname EQUALS Silva: "Silva"',
    '  ✗ mail IS NOT NULL: ""',
    'Not in scope: mail IS NOT NULL does not hold, since mail is empty.',
    '',
  ])
})

test('a person of the directory is asked for at the service', async () => {
  const data = join(newFolder(), 'data')
  const service = await usherService(data)
  expect(
    await usher(data, ['user', 'create', 'ana@contoso.example', 'givenName=Ana', 'department=Sales']),
  ).toMatchObject({
    code: 0,
  })
  const said = await usher(data, [
    'expr',
    '[givenName] & " " & [userPrincipalName] & [IsSoftDeleted]',
    '--user',
    'Ana@contoso.example',
  ])
  expect(said.out).toContain('Result: "Ana ana@contoso.exampleFalse"')
  expect((await usher(data, ['scope', 'department EQUALS Sales', '--user', 'ana@contoso.example'])).out).toContain(
    'In scope',
  )
  const ofTenant = await usher(data, ['expr', 'DefaultDomain() & Count([memberOf])', '--user', 'ana@contoso.example'])
  expect(ofTenant.out).toContain('Result: "contoso.example0"')
  refused(await usher(data, ['expr', 'Count([appRoleAssignments])', '--user', 'ana@contoso.example']), /with --app\.$/)
  const unknown = await usher(data, ['expr', '[mail]', '--user', 'nobody@contoso.example'])
  expect(unknown.code).toBe(3)
  await service.kill('SIGTERM')
})

test('what is set on the command line is a text, or a list of texts; files that cannot be are told', async () => {
  const data = join(newFolder(), 'data')
  const service = await usherService(data)
  const ana = 'ana@contoso.example'
  await usher(data, ['user', 'create', ana, 'proxyAddresses=["smtp:a@b.c", "smtp:d@b.c"]', 'jobTitle=[Acting] Head'])
  const said = await usher(data, ['expr', 'Count([proxyAddresses]) & [jobTitle]', '--user', ana])
  expect(said.out).toContain('Result: "2[Acting] Head"')
  refused(await usher(data, ['log', '--limit', 'x']), /^limit: must be a number\.$/)
  expect((await usher(data, ['app', 'add', 'dynamic-signal'])).out).toContain(
    'Next: usher settings "Dynamic Signal" --tenant-url URL --secret-token -\n',
  )
  const added = await usher(data, ['app', 'add', 'slack', '--name', 'Chat'])
  expect(added.out).toContain('Tenant URL: https://api.slack.com/scim/v2\nSecret Token: Create a Slack app')
  expect(added.out).toContain(
    'Next: usher settings "Chat" --tenant-url https://api.slack.com/scim/v2 --secret-token -\n',
  )
  const nowhere = join(data, 'nowhere', 'signal.json')
  refused(await usher(data, ['schema', 'show', 'Dynamic Signal', '--output', nowhere]), /cannot be written: ENOENT/)
  const large = write('large.json', { ...dynamicSignal.schema, notes: 'x'.repeat(17 * 1024 * 1024) })
  refused(
    await usher(data, ['schema', 'save', 'Dynamic Signal', large]),
    /^The service takes less than the 17 MB that this has\.$/,
  )
  await service.kill('SIGTERM')
})

describe('the gallery is read without a service', () => {
  test('as a table of all, or of those that have the words', async () => {
    const said = await offline('app', 'gallery', 'code', 'hosting')
    expect(said).toMatchObject({ code: 0 })
    expect(said.out).toMatch(/^id +name +publisher +does +dialect\n/)
    expect(said.out).toMatch(/^gitlab +GitLab +GitLab +users, disable, delete +rfc$/m)
    expect(said.out).not.toContain('slack')
    expect(JSON.parse((await offline('--json', 'app', 'gallery', 'GitLab')).out)).toMatchObject({
      templates: [{ id: 'gitlab', does: ['users', 'disable', 'delete'] }],
    })
    expect((await offline('app', 'gallery', 'nowhere')).out).toContain('can be added as generic.')
    expect(existsSync(nowhere)).toBe(false)
  })

  test('and each fact about one names the document that says so', async () => {
    const { out } = await offline('app', 'template', 'Miro')
    const [, cited = ''] = /At most 8,000 members in one PATCH of a group\. \[(\d+)\]/.exec(out) ?? []
    expect(out).toContain(`\n[${cited}] SCIM API: rate limits: https://developers.miro.com/reference/rate-limits\n`)
    expect(out).toContain('\nPage size: 100 at most (not published)\n')
    const unknown = await offline('app', 'template', 'teams')
    refused(unknown, /^The gallery has no application "teams"\. usher app gallery lists what it has/)
    expect(unknown.code).toBe(3)
  })
})

describe('usher schema check', () => {
  type Row = { targetAttributeName: string; source: { expression: string } | null }
  type Rules = { synchronizationRules: { objectMappings: { attributeMappings: Row[] }[] }[] }
  const changed = (change: (rows: Row[]) => void): unknown => {
    const schema = structuredClone(dynamicSignal.schema) as unknown as Rules
    change(schema.synchronizationRules[0]?.objectMappings[0]?.attributeMappings ?? [])
    return schema
  }

  test('is content with what the gallery has', async () => {
    const said = await offline('schema', 'check', write('sound.json', dynamicSignal.schema))
    expect(said).toMatchObject({ code: 0, all: expect.stringContaining('No errors, no warnings.') })
  })

  test('names each mapping that is wrong, with a caret in its expression', async () => {
    const file = write(
      'wrong.json',
      changed((rows) => {
        if (rows[3] !== undefined) rows[3].source = { expression: 'Append([jobTitle],\n  Lefft([department], 3))' }
        if (rows[4] !== undefined) rows[4].source = { expression: '[proxyAddresses]' }
      }),
    )
    const said = await offline('schema', 'check', file)
    expect(said.code).toBe(1)
    expect(said.all).toContain('mapping to title: There is no function Lefft. Did you mean Left? (line 2, column 3)')
    expect(said.all).toContain('  Lefft([department], 3))\n      ^\n')
    expect(said.all).toContain('the target takes one value, and this gives a list')
    expect(said.all).toContain('2 errors: the schema would not be saved.')
    const json = await offline('--json', 'schema', 'check', file)
    expect(JSON.parse(json.all.split('\n')[0] ?? '')).toMatchObject({
      errors: 2,
      findings: [{ at: expect.stringMatching(/attributeMappings\/3$/), place: { line: 2, column: 3 } }, {}],
    })
  })

  test('says where the shape is wrong', async () => {
    const said = await offline('schema', 'check', write('shape.json', { directories: {} }))
    expect(said.code).toBe(1)
    expect(said.all).toContain('/directories must be a list.')
    expect(said.all).toContain('/synchronizationRules is missing; it must be a list.')
  })
})
