import { createReadStream, readFileSync } from 'node:fs'
import type { Instant, ObjectMapping } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { importPeople } from './import-people.ts'
import type { ImportEvent, ImportProgress, ImportReport } from './import-people.ts'
import type { ImportStore, StagedRow } from './import-store.ts'
import { compileInbound } from './inbound-mapping.ts'

const contoso = new URL('../../../../examples/contoso/', import.meta.url)
const hr = new URL('hr-1000.csv', contoso)
const objectMapping = JSON.parse(readFileSync(new URL('hr-mapping.json', contoso), 'utf8')) as ObjectMapping
const mapping = compileInbound(objectMapping)
const context = { now: '2026-01-01T00:00:00.000Z' as Instant }

type Person = { readonly userId: string; readonly attributes: Attributes; readonly manager: string | null }

/** A directory in memory; `taken` are user names that somebody else has. */
class MemoryDirectory {
  readonly people = new Map<string, Person>()
  staged: StagedRow[] = []
  readonly taken = new Set<string>()

  readonly store: ImportStore = {
    begin: () => Promise.resolve('1'),
    stage: (_, rows) => {
      this.staged.push(...rows)
      return Promise.resolve()
    },
    superseded: () =>
      pageOf(this.staged.filter((row) => this.#last(row.key) !== row).map((row) => this.#replaced(row))),
    apply: () => pageOf(this.staged.filter((row) => this.#last(row.key) === row).map((row) => this.#write(row))),
    removals: () => Promise.resolve({ disabled: [], held: [], counted: 0, limit: 0 }),
    managers: () =>
      pageOf(
        this.staged.flatMap((row) => {
          const person = this.people.get(row.key)
          if (this.#last(row.key) !== row || person === undefined || row.managerKey === null) return []
          const found = this.people.has(row.managerKey)
          this.people.set(row.key, { ...person, manager: found ? row.managerKey : null })
          return [{ key: row.key, userId: person.userId, managerKey: row.managerKey, found }]
        }),
      ),
    absent: () => {
      const keys = new Set(this.staged.map(({ key }) => key))
      return Promise.resolve([...this.people.keys()].filter((key) => !keys.has(key)).length)
    },
    end: () => {
      this.staged = []
      return Promise.resolve()
    },
  }

  #last(key: string): StagedRow | undefined {
    return this.staged.findLast((row) => row.key === key)
  }

  #replaced({ row, key }: StagedRow): { row: number; key: string; byRow: number } {
    return { row, key, byRow: this.#last(key)?.row ?? 0 }
  }

  #write({ key, attributes }: StagedRow) {
    if (this.taken.has(String(attributes['userPrincipalName']))) {
      return { key, result: 'refused', reason: 'userPrincipalName is taken' } as const
    }
    const known = this.people.get(key)
    const merged = { ...known?.attributes, ...attributes }
    const person = { userId: known?.userId ?? `u${key}`, attributes: merged, manager: known?.manager ?? null }
    this.people.set(key, person)
    if (known === undefined) return { key, userId: person.userId, result: 'created' } as const
    const same = JSON.stringify(merged) === JSON.stringify(known.attributes)
    return { key, userId: person.userId, result: same ? 'unchanged' : 'updated' } as const
  }
}

async function* pageOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += 100) yield await Promise.resolve(rows.slice(from, from + 100))
}

const header = readFileSync(hr, 'utf8').split('\n')[0] ?? ''
const columns = header.split(',')

async function* csv(...records: Readonly<Record<string, string>>[]): AsyncGenerator<Uint8Array> {
  const lines = records.map((record) => columns.map((column) => record[column] ?? '').join(','))
  yield await Promise.resolve(Buffer.from([header, ...lines].join('\n')))
}

type Seen = {
  readonly report: ImportReport
  readonly events: readonly ImportEvent[]
  readonly progress: readonly ImportProgress[]
}

async function run(directory: MemoryDirectory, bytes: AsyncIterable<Uint8Array>): Promise<Seen> {
  const events: ImportEvent[] = []
  const progress: ImportProgress[] = []
  const report = await importPeople({
    csv: bytes,
    name: 'hr.csv',
    mapping,
    store: directory.store,
    context,
    tell: (event) => events.push(event),
    progress: (step) => progress.push(step),
  })
  return { report, events, progress }
}

const ana = {
  WorkerID: '7',
  WorkerStatus: 'Active',
  UserID: 'ANA',
  FirstName: 'Ana Maria',
  LastName: 'da Silva',
  FullName: 'Ana da Silva',
}

describe('the thousand records of Contoso', async () => {
  const directory = new MemoryDirectory()
  const { report, events, progress } = await run(directory, createReadStream(hr))

  test('are 624 people; each replaced row is told with its number', () => {
    expect(report).toMatchObject({ rows: 1_000, people: 624, created: 624, updated: 0, unchanged: 0, absent: 0 })
    expect(report).toMatchObject({ encoding: 'UTF-8', separator: ',' })
    expect(report.superseded.count).toBe(376)
    expect(report.superseded.first).toHaveLength(20)
    const replaced = events.filter((event) => event.kind === 'superseded')
    expect(replaced).toHaveLength(376)
    for (const { row, byRow } of replaced) expect(row).toBeLessThan(byRow)
    expect([report.skipped.count, report.problems.count, report.refused.count]).toEqual([0, 0, 0])
  })

  test('304 are active at last: 94 have an active manager, 93 an inactive one, 117 one who is not in the file', () => {
    const active = [...directory.people.values()].filter(({ attributes }) => attributes['accountEnabled'] === true)
    expect(active).toHaveLength(304)
    const managers = active.map(({ manager }) => (manager === null ? undefined : directory.people.get(manager)))
    const enabled = managers.map((manager) => manager?.attributes['accountEnabled'])
    expect(enabled.filter((state) => state === true)).toHaveLength(94)
    expect(enabled.filter((state) => state === false)).toHaveLength(93)
    expect(enabled.filter((state) => state === undefined)).toHaveLength(117)
    expect(report.managers).toMatchObject({ found: 397, unknown: { count: 227 } })
    expect(events.filter((event) => event.kind === 'managerUnknown')).toHaveLength(227)
  })

  test('the last row is the truth about a person', () => {
    expect(directory.people.get('1222')?.attributes).toMatchInlineSnapshot(`
      {
        "accountEnabled": false,
        "city": "Frankfurt",
        "companyName": "Contoso",
        "country": "US",
        "department": "Product Engineering",
        "displayName": "Mamie Colyer",
        "employeeHireDate": "2014-12-26T00:00:00Z",
        "employeeId": "1222",
        "employeeType": "Intern",
        "givenName": "Mamie",
        "jobTitle": "Sales Executive",
        "mail": "mamie.colyer@contoso.example",
        "mailNickname": "emp1222",
        "postalCode": "50045",
        "streetAddress": "698 Menlo Rd",
        "surname": "Colyer",
        "telephoneNumber": "451-190-0893",
        "userPrincipalName": "emp1222@contoso.example",
      }
    `)
  })

  test('progress goes from reading to applying to managers, and ends where it should', () => {
    expect([...new Set(progress.map(({ phase }) => phase))]).toEqual(['reading', 'applying', 'managers'])
    expect(progress.findLast(({ phase }) => phase === 'reading')).toEqual({
      phase: 'reading',
      done: 1_000,
      total: null,
    })
    expect(progress.findLast(({ phase }) => phase === 'applying')).toEqual({ phase: 'applying', done: 624, total: 624 })
  })

  test('imported again, nothing changes; rows that are absent are left alone and counted', async () => {
    const again = await run(directory, createReadStream(hr))
    expect(again.report).toMatchObject({ created: 0, updated: 0, unchanged: 624, absent: 0 })
    const one = await run(directory, csv(ana))
    expect(one.report).toMatchObject({ people: 1, created: 1, absent: 624 })
    expect(directory.people.size).toBe(625)
    expect(directory.staged).toEqual([])
  })
})

test('a name of several words becomes one mail address, and empty fields become no value', async () => {
  const directory = new MemoryDirectory()
  await run(directory, csv(ana))
  expect(directory.people.get('7')?.attributes).toMatchObject({
    userPrincipalName: 'ana@contoso.example',
    mailNickname: 'ana',
    mail: 'anamaria.dasilva@contoso.example',
    displayName: 'Ana da Silva',
    accountEnabled: true,
    city: null,
    employeeHireDate: null,
  })
})

test('a broken file changes nothing, wherever it breaks', async () => {
  const directory = new MemoryDirectory()
  await run(directory, csv(ana))
  const before = new Map(directory.people)
  const whole = readFileSync(hr)
  const broken = [
    whole.subarray(0, whole.length - 20),
    Buffer.concat([whole, Buffer.from('1,"x')]),
    Buffer.concat([whole, Buffer.from([0xff])]),
    Buffer.from(header.replace('WorkerID', 'Worker_ID')),
    Buffer.alloc(0),
  ]
  for (const bytes of broken) {
    async function* one(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes)
    }
    await expect(run(directory, one())).rejects.toThrow(/\(line \d+, column .+\)$/)
    expect(directory.people).toEqual(before)
    expect(directory.staged).toEqual([])
  }
})

test('a row that names nobody is told and left out', async () => {
  const { report } = await run(new MemoryDirectory(), csv(ana, { ...ana, WorkerID: '' }))
  expect(report).toMatchObject({ rows: 2, people: 1 })
  expect(report.skipped.first).toEqual([
    { kind: 'skipped', row: 2, line: 3, reason: 'There is nothing in WorkerID, so the row names nobody.' },
  ])
})

test('a value that cannot be mapped is told and left as it is; the rest of the row counts', async () => {
  const directory = new MemoryDirectory()
  await run(directory, csv({ ...ana, HireDate: '2020-01-31' }))
  const { report } = await run(directory, csv({ ...ana, HireDate: '31.1.2020', WorkerStatus: 'Inactive', UserID: '' }))
  expect(report.problems.count).toBe(2)
  expect(report.problems.first.map(({ reason }) => reason)).toEqual([
    'Mapping to userPrincipalName: the directory requires a value, and there is none.',
    'Mapping to employeeHireDate: the attribute takes a date and time; this is a text of another form.',
  ])
  expect(directory.people.get('7')?.attributes).toMatchObject({
    userPrincipalName: 'ana@contoso.example',
    employeeHireDate: '2020-01-31T00:00:00Z',
    accountEnabled: false,
  })
})

test('somebody whom the directory refuses is told; the others go on', async () => {
  const directory = new MemoryDirectory()
  directory.taken.add('bo@contoso.example')
  const { report, progress } = await run(directory, csv({ ...ana, WorkerID: '8', UserID: 'bo' }, ana))
  expect(report).toMatchObject({ people: 2, created: 1, refused: { count: 1 } })
  expect(report.refused.first).toEqual([{ kind: 'refused', key: '8', reason: 'userPrincipalName is taken' }])
  expect(progress).toContainEqual({ phase: 'applying', done: 2, total: 2 })
})

describe('an inbound mapping that cannot be used is refused with the attribute named', () => {
  const change = (target: string, to: object): ObjectMapping => ({
    ...objectMapping,
    attributeMappings: objectMapping.attributeMappings.map((one) =>
      one.targetAttributeName === target ? { ...one, ...to } : one,
    ),
  })

  test.each([
    [
      'a target that the directory lacks',
      change('city', { targetAttributeName: 'town' }),
      'the directory has no attribute town.',
    ],
    [
      'no key',
      change('employeeId', { matchingPriority: 0 }),
      'employeeId must be the first matching attribute of an import.',
    ],
    [
      'a computed target',
      change('city', { targetAttributeName: 'IsSoftDeleted' }),
      'IsSoftDeleted is computed and cannot be imported.',
    ],
    [
      'creation only',
      change('city', { flowType: 'ValueAddOnly' }),
      'city has flow type ValueAddOnly; an import knows Always and ObjectAddOnly.',
    ],
    [
      'a default value',
      change('city', { defaultValue: 'Bonn' }),
      'city has a default value; write Coalesce(…) instead.',
    ],
  ])('%s', (_, broken, reason) => {
    expect(() => compileInbound(broken)).toThrow(reason)
  })
})
