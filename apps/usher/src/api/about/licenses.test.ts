import { expect, test } from 'vitest'
import { licensesOf } from './licenses.ts'

test('what the service is made of is listed once each, with a licence, and nothing of its own', async () => {
  const all = await licensesOf()
  const fastify = all.find(({ name }) => name === 'fastify')
  expect(fastify).toMatchObject({ license: 'MIT', where: expect.arrayContaining(['server']) })
  expect(fastify?.text).toContain('Permission is hereby granted')
  // What it needs itself does not say so in our package.json.
  expect(all.map(({ name }) => name)).toContain('avvio')
  expect(all.filter(({ name }) => name.startsWith('@usher/'))).toEqual([])
  expect(new Set(all.map(({ name, version }) => `${name} ${version}`)).size).toBe(all.length)
  expect(all.filter(({ license, text }) => license === null && text === null)).toEqual([])
})
