import fc from 'fast-check'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** Texts that have broken something somewhere. */
const words = [
  '', ' ', '\t', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '\0', 'a\0b', '\ud800', 'x\udc00y', '\ud83d\ude00', '\ufeff',
  '\u202eabc', 'e\u0301', '\u00df', '\u0130', '\u017f', '\u2028', '\r\nset-cookie: a=b', "'; drop table resource; --", '" or 1 eq 1 or "', "' or '1'='1", '$1', '%', '_', '%_\\', '\\', '"',
  '\\"', '${7*7}', '{{7*7}}', '../../etc/passwd', 'bulkId:', 'bulkId:a', 'NaN', 'Infinity', '-1', '1e400', '9007199254740993', 'true', 'True', 'null', 'undefined', '[]', '{}',
  '2020-13-45T99:99:99Z', '2020-01-01', 'javascript:alert(1)', '<script>', 'id', 'meta', 'schemas', 'W/"1"', '*',
] // prettier-ignore

export const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.nat(9).map((power) => 'a\u0301'.repeat(2 ** power)) },
)

const known = [
  'userName', 'USERNAME', 'displayName', 'title', 'active', 'name', 'name.givenName', 'name.familyName', 'emails', 'emails.value', 'emails.type', 'emails.primary', 'phoneNumbers',
  'addresses', 'addresses.locality', 'roles', 'roles.value', 'entitlements', 'x509Certificates', 'x509Certificates.value', 'photos', 'ims', 'id', 'externalId', 'meta', 'meta.created', 'meta.lastModified',
  'meta.resourceType', 'meta.version', 'schemas', 'password', 'groups', 'groups.value', 'members', 'members.value', 'members.$ref', 'manager', 'manager.value', 'employeeNumber', enterprise, `${enterprise}:department`,
  `${enterprise}:manager`, `${enterprise}:manager.value`, 'urn:ietf:params:scim:schemas:core:2.0:User:userName', 'urn:x:y:z', 'urn:x:y:z:a', 'profileUrl', 'locale',
] // prettier-ignore

/** A name of an attribute, mostly one that exists. */
export const attribute: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: word },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...known), word).map(([name, tail]) => `${name}.${tail}`) },
)

/** A value of any JSON type, of a shape that attributes have or might be mistaken for. */
export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    { weight: 4, arbitrary: word },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, 2 ** 60, [], {}) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(
          fc.tuple(fc.oneof(attribute, fc.constantFrom('value', 'type', 'primary', 'display', '$ref')), tie('value')),
          { maxLength: 4 },
        )
        .map(record),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(word, fc.boolean()).map(([text, primary]) => [{ value: text, type: 'work', primary }]),
    },
  ),
})).value

/** `Object.fromEntries` for any name: `__proto__` becomes a member like the others. */
export function record(entries: readonly (readonly [string, unknown])[]): object {
  const made: Record<string, unknown> = {}
  for (const [name, entry] of entries)
    Object.defineProperty(made, name, { value: entry, enumerable: true, configurable: true, writable: true })
  return made
}
