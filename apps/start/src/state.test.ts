import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureSample, ensureSignIns, readSignIns, rememberSample } from './state.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'usher-state-'))
})
afterEach(() => rmSync(data, { recursive: true }))

test('a password is generated once, and only its owner may read it', () => {
  const made = ensureSignIns(data)
  expect(made.dynamicSignal.password.length).toBeGreaterThanOrEqual(20)
  expect(ensureSignIns(data)).toEqual(made)
  expect(readSignIns(data)).toEqual(made)
  expect(statSync(join(data, 'sign-in.json')).mode & 0o777).toBe(0o600)
})

test('an empty folder gets the sample, unless it is not wanted; and the answer stays', () => {
  expect(ensureSample(data, true).state).toBe('wanted')
  expect(ensureSample(data, false).state).toBe('wanted')
})

test('a folder that Usher was in before never gets the sample', () => {
  mkdirSync(join(data, 'usher'))
  expect(ensureSample(data, true).state).toBe('none')
})

test('an interrupted set-up is found again with the steps that are behind it', () => {
  rememberSample(data, { state: 'begun', steps: ['import'], import: null })
  expect(ensureSample(data, true)).toEqual({ state: 'begun', steps: ['import'], import: null })
})
