import { readFileSync } from 'node:fs'
import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { functions } from './functions/table.ts'
import { parseMappingSource, toMappingSource } from './mapping-source.ts'
import { parseExpression } from './parse.ts'
import { print } from './print.ts'
import { judge, readVector, type JudgedExpression } from './vectors.ts'

type Vector = Attributes & { readonly id: string; readonly function: string; readonly expression: string }

const file = new URL('expressions.vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[]

function judged(vector: Vector): JudgedExpression {
  const read = readVector(vector, vector.id)
  if (typeof read === 'string') throw new Error(`${vector.id}: ${read}`)
  return judge(read, (count) => crypto.getRandomValues(new Uint8Array(count)))
}

describe('examples of the language', () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const { pass, actual, expected } = judged(vector)
    expect(pass, JSON.stringify({ actual, expected })).toBe(true)
  })
})

test('every function with an example is there', () => {
  const named = new Set(vectors.map((vector) => vector.function).filter((name) => /^[A-Z]/.test(name)))
  expect([...named].filter((name) => !functions.has(name) && !name.startsWith('Ignore'))).toEqual([])
})

test('what is printed means what was written, and Graph keeps it', () => {
  for (const vector of vectors) {
    const parsed = parseExpression(vector.expression)
    if (parsed.kind === 'error') continue
    expect(judged({ ...vector, expression: print(parsed.root) }), vector.id).toMatchObject({ pass: true })
    const again = parseMappingSource(toMappingSource(parsed.root))
    expect(again.kind === 'parsed' && print(again.root)).toBe(print(parsed.root))
  }
})
