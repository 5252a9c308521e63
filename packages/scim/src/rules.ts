/** Strict is the RFC to the letter; lenient takes what Entra, Okta and others really send. */
export type Mode = 'lenient' | 'strict'

/** One thing that is taken although the RFC does not ask for it: its number, what it is, and who needs it. */
export type Leniency = { readonly number: string; readonly says: string; readonly for: string }

/**
 * What lenient takes and strict refuses, one row each. Every row can be switched by itself: see `rulesOf`.
 *
 * Some numbers of the catalogue have no row, since the RFC agrees with them and strict does the same: L-1 (`op` in any
 * case), L-4 for `members`, L-5 and L-13 (`null` is unassigned), L-20, L-23 (`groups` is readOnly; a missing `password`
 * is L-18), L-24, L-25, L-26 (add is replace), L-27 (names in any case) and L-28 to L-31.
 */
export const leniencies = {
  booleanText: { number: 'L-2', says: 'Booleans may be the texts "True" and "False".', for: 'Entra' },
  createElement: {
    number: 'L-3',
    says: 'Replacing an element that no filter finds creates it, as the filter describes it.',
    for: 'Entra',
  },
  removeListed: {
    number: 'L-4',
    says: '"remove" with a value takes away the elements listed there, not all of them.',
    for: 'Entra',
  },
  pathKeys: {
    number: 'L-6',
    says: 'The members of a PATCH value without a path may be paths: "name.givenName", "urn:…:User:department".',
    for: 'Entra',
  },
  readOnlyMembers: {
    number: 'L-7',
    says: 'readOnly attributes in a PATCH value without a path are passed over.',
    for: 'Okta',
  },
  textForObject: {
    number: 'L-8',
    says: 'A plain text stands for an object with that "value"; an empty one clears a reference.',
    for: 'Entra',
  },
  bareExtensionNames: {
    number: 'L-8',
    says: 'An attribute that only one extension has may be named without its URN: "manager".',
    for: 'Entra',
  },
  singleFromList: {
    number: 'L-9',
    says: 'A list of one stands for a single value, and {"value": x} for x.',
    for: 'Entra (old jobs)',
  },
  listFromSingle: { number: 'L-10', says: 'One value stands for a list of one.', for: 'various' },
  unknownSchemas: { number: 'L-11', says: 'Unknown URNs in "schemas" are ignored.', for: 'Entra' },
  unannouncedExtensions: {
    number: 'L-12',
    says: 'An extension may come without its URN in "schemas".',
    for: 'Entra',
  },
  coreContainer: {
    number: 'L-12',
    says: "A resource's own attributes may stand in an object below the URN of its schema.",
    for: 'validators',
  },
  bareWords: { number: 'L-14', says: 'A text in a filter may stand without quotation marks.', for: 'Entra (old)' },
  elementTail: { number: 'L-15', says: 'Filters may say emails[type eq "work"].value eq "x".', for: 'Entra' },
  removeAbsent: { number: 'L-16', says: 'Removing elements that are not there succeeds.', for: 'all' },
  emptyClears: { number: 'L-17', says: 'In PUT and PATCH an empty text clears the attribute.', for: 'Entra kit' },
  unknownAttributes: { number: 'L-18', says: 'Unknown attributes in a body are ignored.', for: 'all' },
  emptyOperations: { number: 'L-19', says: 'A PATCH may have no operations.', for: 'validators' },
  anyReference: { number: 'L-22', says: 'A reference may be any text, not only a URI.', for: 'validators' },
  anyUserName: { number: 'CA-13', says: 'A userName may have spaces and other characters.', for: 'Entra' },
  missingSchemas: { number: 'CA-1', says: 'The "schemas" of a body may be missing.', for: 'various' },
  nameCase: { number: 'PA-1', says: 'The member names of messages may be in any case.', for: 'various' },
  unknownPaths: { number: 'PA-3', says: 'A PATCH operation on an unknown attribute is passed over.', for: 'Entra' },
  otherId: { number: 'PU-2', says: 'An "id" in a PUT that is not the one of the address is ignored.', for: 'various' },
  unknownInFilter: { number: 'FL-6', says: 'An unknown attribute in a filter has no value.', for: 'various' },
  literalText: {
    number: 'FL-9',
    says: 'A filter may compare booleans and numbers with their texts, and texts with numbers.',
    for: 'Entra',
  },
  literalCase: { number: 'FL-10', says: 'true, false and null in a filter may be in any case.', for: 'Entra' },
  bothProjections: {
    number: 'QY-3',
    says: 'With "attributes" and "excludedAttributes" both given, "attributes" counts.',
    for: 'various',
  },
  unknownSort: { number: 'QY-8', says: 'A "sortBy" that cannot be sorted by is ignored.', for: 'various' },
  methodCase: { number: 'BK-1', says: 'The method of a bulk operation may be in any case.', for: 'various' },
  endpointCase: { number: 'EP-3', says: 'Endpoints may be in any case: "/users".', for: 'various' },
  noContentType: { number: 'MT-1', says: 'A body without Content-Type is read as JSON.', for: 'various' },
  anyAccept: { number: 'MT-2', says: 'An Accept header that excludes JSON is ignored.', for: 'various' },
} as const satisfies { readonly [name: string]: Leniency }

/** Choices that are neither lenient nor strict, and off unless a tenant wants them. */
export const options = {
  keepOmitted: { number: 'PU-2', says: 'A PUT keeps what its body leaves out, instead of clearing it.' },
  skipUnknownMembers: { number: 'CA-18', says: 'Members that do not exist are left out, instead of refused.' },
  parseRoleText: { number: 'PA-17', says: 'A role that is JSON in a text becomes "value" and "display".' },
} as const satisfies { readonly [name: string]: Omit<Leniency, 'for'> }

/** How a tenant wants requests to be read: each leniency and each option, on or off. */
export type Rules = { readonly [name in keyof typeof leniencies | keyof typeof options]: boolean }

/** Takes what clients really send. */
export const lenient: Rules = rulesOf('lenient')

/** The RFC to the letter. */
export const strict: Rules = rulesOf('strict')

/**
 * The rules of a mode, with some of them switched.
 *
 * @example
 * rulesOf('strict', { booleanText: true }) // the RFC to the letter, but "True" is taken
 */
export function rulesOf(mode: Mode, switches: Partial<Rules> = {}): Rules {
  const on = mode === 'lenient'
  const rows = [
    ...Object.keys(leniencies).map((name) => [name, on] as const),
    ...Object.keys(options).map((name) => [name, false] as const),
  ]
  return Object.freeze({ ...Object.fromEntries(rows), ...switches }) as Rules
}
