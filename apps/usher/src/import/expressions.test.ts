import { expect, test } from 'vitest'
import { fromExpressions, importable, suggestedFor } from './expressions.ts'
import { compileInbound } from './inbound-mapping.ts'

test('columns are taken for the attributes whose names, or other names, they have', () => {
  expect(suggestedFor(['Worker ID', 'First Name', 'LASTNAME', 'E-Mail', 'Department', 'Shoe size'])).toEqual({
    employeeId: '[Worker ID]',
    userPrincipalName: '[E-Mail]',
    givenName: '[First Name]',
    surname: '[LASTNAME]',
    mail: '[E-Mail]',
    department: '[Department]',
  })
})

test('a column is suggested for one attribute, and one of its own name first', () => {
  expect(suggestedFor(['title', 'jobTitle', 'id', 'employeeId'])).toEqual({
    employeeId: '[employeeId]',
    jobTitle: '[jobTitle]',
  })
})

test('of columns that nobody knows nothing is suggested', () => {
  expect(suggestedFor(['Spalte 1', ''])).toEqual({})
})

test('an expression for each attribute is a mapping, and an empty one is none', () => {
  const mapping = compileInbound(
    fromExpressions({ employeeId: '[No]', userPrincipalName: 'Append([Login], "@contoso.example")', city: ' ' }),
  )
  expect(mapping.columns).toEqual(['No', 'Login'])
  expect(mapping.attributes.map(({ path }) => path)).toEqual(['employeeId', 'userPrincipalName'])
})

test('without employeeId nobody could be found again, which is said', () => {
  expect(() => compileInbound(fromExpressions({ userPrincipalName: '[Login]' }))).toThrow(/employeeId/)
})

test('whatever is offered can be imported', () => {
  const all = Object.fromEntries(importable.map((name) => [name, '[Column]']))
  expect(compileInbound(fromExpressions(all)).columns).toEqual(['Column'])
})
