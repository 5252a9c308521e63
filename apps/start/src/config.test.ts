import { describe, expect, test } from 'vitest'
import { help, options, readConfig } from './config.ts'

const here = { INIT_CWD: '/home/ana' }

describe('the command line of npm start', () => {
  test('says what is not understood, in one sentence', () => {
    expect(() => readConfig(['--nope'], here)).toThrow(/^Unknown option '--nope'\. "npm start -- --help" lists/)
    expect(() => readConfig(['--port', '99999'], here)).toThrow('--port takes a port from 1 to 65535, not "99999".')
    expect(() => readConfig(['start'], here)).toThrow(/Unexpected argument 'start'/)
  })

  test('takes folders relative to where npm was called', () => {
    const config = readConfig(['--data', 'trial', '--summary', '/tmp/summary.json'], here)
    expect(config).toMatchObject({ data: '/home/ana/trial', summary: '/tmp/summary.json' })
  })

  test('without options: the sample, the default ports, the embedded store', () => {
    expect(readConfig([], here)).toMatchObject({
      port: 8080,
      dynamicSignalPort: 8081,
      databaseUrl: null,
      sample: true,
      once: false,
    })
  })

  test('every option of the table is in the help', () => {
    for (const name of Object.keys(options)) expect(help()).toContain(`--${name}`)
  })
})
