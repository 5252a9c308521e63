import { describe, expect, test } from 'vitest'
import { explainFilter } from './explain.ts'
import { readClause, readFilter } from './read-filter.ts'

const clause = (attribute: string, operator: string, value?: string) => ({ attribute, operator, value: value ?? null })
const group = (name: string, ...clauses: readonly ReturnType<typeof clause>[]) => ({ name, clauses })

function explained(groups: readonly ReturnType<typeof group>[], object: Record<string, string>) {
  const filter = readFilter({ groups })
  if (typeof filter === 'string') throw new Error(filter)
  const result = explainFilter(filter, object)
  if (result.kind === 'refused') throw new Error(result.problems.join(' '))
  return result
}

describe('the verdict names what decided it', () => {
  const sales = group('Sales', clause('department', 'EQUALS', 'Sales'), clause('mail', 'IS NOT NULL'))
  const lisbon = group('Lisbon', clause('city', 'EQUALS', 'Lisbon'))

  test.each([
    [[], {}, 'In scope: the filter has no groups, so it lets everybody through.'],
    [[sales], { department: 'Sales', mail: 'a@b' }, 'In scope: every clause of Sales holds.'],
    [[sales, lisbon], { city: 'Lisbon' }, 'In scope: every clause of Lisbon holds.'],
    [[sales], { department: 'Sales', mail: '' }, 'Not in scope: mail IS NOT NULL does not hold, since mail is empty.'],
    [[lisbon], { city: 'Porto' }, 'Not in scope: city EQUALS Lisbon does not hold, since city is "Porto".'],
    [
      [sales, lisbon],
      {},
      'Not in scope: no group holds. Sales: department EQUALS Sales does not hold, since department has no value, and 1 more; Lisbon: city EQUALS Lisbon does not hold, since city has no value.',
    ],
  ])('%#', (groups, object, sentence) => {
    expect(explained(groups, object)).toMatchObject({ sentence, passed: sentence.startsWith('In') })
  })

  test('every clause is there with the value it saw', () => {
    expect(explained([sales], { department: 'Legal', mail: 'a@b' }).groups).toEqual([
      {
        name: 'Sales',
        passed: false,
        clauses: [
          { text: 'department EQUALS Sales', passed: false, actual: 'Legal' },
          { text: 'mail IS NOT NULL', passed: true, actual: 'a@b' },
        ],
      },
    ])
  })
})

describe('a clause as it is spoken', () => {
  test.each([
    ['department EQUALS Sales', 'department', 'EQUALS', ['Sales']],
    ['department NOT EQUALS Product Engineering', 'department', 'NOT EQUALS', ['Product Engineering']],
    ['department & "Sales, Marketing"', 'department', '&', ['Sales, Marketing']],
    ['mail IS NULL', 'mail', 'IS NULL', []],
    ['mail is not null', 'mail', 'is not null', []],
    ['department NOT EQUAL Sales', 'department', 'NOT EQUAL', ['Sales']],
    ['department BANANA Sales', 'department', 'BANANA', ['Sales']],
  ])('%s', (text, sourceOperandName, operatorName, values) => {
    expect(readClause(text)).toEqual({ sourceOperandName, operatorName, targetOperand: { values } })
  })

  test('a word alone is none', () => {
    expect(readClause('department')).toBe('"department" is not a clause like "department EQUALS Sales"')
  })
})

describe('a filter as it is written', () => {
  test("takes the schema's form and the short one, and values that are no texts", () => {
    const clauses = [{ sourceOperandName: 'level', operatorName: 'EQUALS', targetOperand: { values: ['7'] } }]
    expect(readFilter({ groups: [{ name: 'a', clauses }] })).toEqual({ groups: [{ name: 'a', clauses }] })
    expect(readFilter({ groups: [{ clauses: [{ attribute: 'level', operator: 'EQUALS', value: 7 }] }] })).toEqual({
      groups: [{ name: 'group 1', clauses }],
    })
  })

  test.each([
    [[], 'the filter must be an object with groups'],
    [{}, 'the filter must have groups, a list'],
    [{ groups: [1] }, 'group 1 must be an object'],
    [{ groups: [{ name: 'a' }] }, 'group 1 must have clauses, a list'],
    [{ groups: [{ clauses: [{ operator: 'EQUALS' }] }] }, 'group 1, clause 1: attribute must be a text'],
    [{ groups: [{ clauses: [{ attribute: 'x' }] }] }, 'group 1, clause 1: operator must be a text'],
    [
      { groups: [{ clauses: [{ attribute: 'x', operator: 'EQUALS', value: {} }] }] },
      'group 1, clause 1: each value must be a text',
    ],
  ])('%j', (value, problem) => {
    expect(readFilter(value)).toBe(problem)
  })
})
