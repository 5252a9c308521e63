import { expect, test } from 'vitest'
import { createLog, faultFields, type LogOptions } from './log.ts'

function saying(options: LogOptions) {
  const said: string[] = []
  return { log: createLog(options, (line) => void said.push(line)), said }
}

test('in JSON a line has a time, a level, the message and what is known', () => {
  const { log, said } = saying({ format: 'json', level: 'info' })
  log.info('A cycle of App ended.', { application: 'App', created: 3, gone: undefined })
  log.debug('unheard')
  expect(said.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), msg: 'A cycle of App ended.', application: 'App', created: 3 }, // prettier-ignore
  ])
})

test('in text a line is a sentence', () => {
  const { log, said } = saying({ format: 'text', level: 'warn' })
  log.warn('App refuses the credentials.', { code: 'Unauthorized' })
  log.info('unheard')
  expect(said).toEqual(['App refuses the credentials.'])
})

test('whatever is in a message, in text it is one line, which no terminal obeys', () => {
  const { log, said } = saying({ format: 'text', level: 'warn' })
  log.warn('App says: no\nUsher was stopped.\r\u001b[2J\u2028\u009b31m done')
  expect(said).toEqual(['App says: no Usher was stopped. [2J 31m done'])
})

test.each(['json', 'text'] as const)('a fault says where it happened, and neither who nor what, in %s', (format) => {
  const { log, said } = saying({ format, level: 'error' })
  const error = Object.assign(new Error('ana@contoso.example has token=Sesame4711'), { code: '23505' })
  log.error('GET /usher/users failed.', faultFields(error))
  expect(said.join()).toContain('log.test.ts')
  expect(said.join()).not.toMatch(/ana|Sesame/)
})
