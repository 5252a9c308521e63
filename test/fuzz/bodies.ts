import fc from 'fast-check'
import { path } from './filters.ts'
import { patchOf, urns } from './request.ts'
import { attribute, record, value, word } from './words.ts'

/** A user like those that clients send; its userName is new. */
export const user: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    name: fc.uuid(),
    first: fc.constantFrom('Ana', 'Bo', 'Zoë', '王'),
    active: fc.boolean(),
    extension: fc.boolean(),
  })
  .map(({ name, first, active, extension }) => ({
    schemas: [urns.user, ...(extension ? [urns.enterprise] : [])],
    userName: `${name}@contoso.example`,
    externalId: name,
    active,
    displayName: first,
    name: { givenName: first, familyName: 'Silva' },
    emails: [{ type: 'work', value: `${name}@contoso.example`, primary: true }],
    ...(extension && { [urns.enterprise]: { employeeNumber: name.slice(0, 8), department: 'HR' } }),
  }))

export const group: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(fc.uuid(), fc.boolean())
  .map(([displayName, full]) => ({
    schemas: [urns.group],
    displayName,
    ...(full && { members: [{ value: '{user}' }] }),
  }))

/** A resource in which some members were replaced by anything, and some added. */
export const twisted = (whole: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<string> =>
  fc
    .tuple(whole, fc.array(fc.tuple(attribute, value), { minLength: 1, maxLength: 4 }))
    .map(([resource, entries]) => JSON.stringify(record([...Object.entries(resource), ...entries])))

const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        op: fc.constantFrom<unknown>('add', 'Replace', 'remove', 'Remove', 'add', 'replace', 'move', '', null, 1, []),
        path: fc.oneof({ weight: 8, arbitrary: path }, { weight: 1, arbitrary: value }),
        value,
      },
      { requiredKeys: ['op'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('add', 'replace'), fc.array(fc.tuple(path, value), { maxLength: 4 }))
      .map(([op, entries]) => ({ op, value: record(entries) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('add', 'remove', 'replace')
      .map((op) => ({ op, path: 'members', value: [{ value: '{user}' }] })),
  },
  { weight: 1, arbitrary: value },
)

/** A PATCH whose operations are anything. */
export const patch: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: fc.array(operation, { maxLength: 5 }).map(patchOf) },
  {
    weight: 1,
    arbitrary: fc.tuple(value, value).map(([schemas, Operations]) => JSON.stringify({ schemas, Operations })),
  },
)

/** A PATCH that begins well and ends with what no server may do; all of it is refused. */
export const halfPatch: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc
        .constantFrom('title', 'displayName', 'nickName')
        .chain((name) => fc.uuid().map((to) => ({ op: 'replace', path: name, value: to }))),
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom<unknown>(
      { op: 'remove', path: 'userName' },
      { op: 'remove' },
      { op: 'fly', path: 'title', value: 'x' },
      { op: 'replace', path: 'emails[', value: 'x' },
      { op: 'add', path: 'title' },
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'replace', path: 'name.givenName', value: { deep: { deeper: 1 } } },
      { op: 'replace', path: 'userName', value: '{otherUserName}' },
    ),
  )
  .map(([good, bad]) => patchOf([...good, bad]))

export const bulk: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.tuple(user, word).map(([data, bulkId]) => ({ method: 'POST', path: '/Users', bulkId, data })),
        fc
          .tuple(group, fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c', 'z'))
          .map(([data, bulkId, other]) => ({
            method: 'POST',
            path: '/Groups',
            bulkId,
            data: { ...data, members: [{ value: `bulkId:${other}` }] },
          })),
        fc.record(
          {
            method: fc.constantFrom<unknown>('POST', 'put', 'PATCH', 'DELETE', 'GET', '', 1, null),
            path: fc.constantFrom(
              '/Users',
              '/Users/{user}',
              '/Users/{foreign}',
              '/Groups/{group}',
              '/Bulk',
              '/',
              '',
              '/Users/bulkId:a',
              '//',
              '/Nothing/1',
            ),
            bulkId: value,
            data: value,
            version: value,
          },
          { requiredKeys: ['method'] },
        ),
        value,
      ),
      { maxLength: 8 },
    ),
    fc.oneof(fc.constant(undefined), fc.constant(1), value),
  )
  .map(([Operations, failOnErrors]) => JSON.stringify({ schemas: [urns.bulk], failOnErrors, Operations }))

/** Texts that are no JSON, or JSON that nobody may accept. */
export const broken: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc.tuple(user, fc.integer({ min: 1, max: 60 })).map(([resource, cut]) => JSON.stringify(resource).slice(0, -cut)),
  fc.constantFrom(
    '',
    ' ',
    '{',
    '[',
    '"',
    '{"userName":}',
    "{'userName':'a'}",
    '{"userName":"a",}',
    '{"userName":NaN}',
    '{/* */}',
    'null',
    '[]',
    '"text"',
    '17',
    'true',
    '{"userName":"a"}{"userName":"b"}',
    '\ufffe{}',
    '{"a":"\u0001"}',
    '{"a":"\\x"}',
    '{"a":01}',
    '\0',
    '<xml/>',
    'userName=a',
  ),
  fc.constantFrom('{"userName":"a","userName":"b"}', '{"userName":"a","name":{"givenName":"x","givenName":"y"}}'),
  fc
    .tuple(user, fc.constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]))
    .map(([resource, bytes]) => {
      const text = Buffer.from(JSON.stringify(resource))
      return Buffer.concat([text.subarray(0, -20), Buffer.from(bytes), text.subarray(-20)])
    }),
)

/** JSON within JSON, 33 to 10,000 times. */
export const deep: fc.Arbitrary<() => string> = fc
  .tuple(fc.constantFrom(33, 100, 1000, 10_000), fc.constantFrom(['[', ']'], ['{"a":', '}']))
  .map(
    ([depth, [open, close]]) =>
      () =>
        `{"schemas":["${urns.user}"],"userName":"deep","x":${open?.repeat(depth)}1${close?.repeat(depth)}}`,
  )
