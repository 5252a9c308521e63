import { expect, test } from 'vitest'
import { masked } from './mask.ts'

test.each([
  ['Authorization: Bearer abc.def-123456', 'Authorization: Bearer …'],
  ['basic dXNoZXI6U2VzYW1l was refused', 'basic … was refused'],
  ['{"password":"Sesame4711","x":1}', '{"password":"…","x":1}'],
  ['client_secret=abc&grant=1', 'client_secret=…&grant=1'],
  ['api-key: 0123456789', 'api-key: …'],
  ['the key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw leaked', 'the key whsec_… leaked'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl expired', '… expired'],
  ['postgres://usher:Sesame@db.example/usher', 'postgres://…@db.example/usher'],
  ['userName ana@contoso.example is taken (409)', 'userName ana@contoso.example is taken (409)'],
  ['Store a new token: usher settings', 'Store a new token: usher settings'],
  ['The Secret Token is missing', 'The Secret Token is missing'],
])('%s is told as %s', (text, told) => {
  expect(masked(text)).toBe(told)
})

test('the log of the process names no addresses of people', () => {
  expect(masked('userName ana@contoso.example is taken', 'people go')).toBe('userName …@… is taken')
})
