import { expect, test } from 'vitest'
import { newIn, withNews } from './discovered.ts'
import type { Attribute, Schema } from './schema.ts'

const text = (name: string): Attribute => ({ name, type: 'String' })
const schema = (users: readonly Attribute[]): Schema => ({
  directories: [
    { name: 'Usher directory', objects: [{ name: 'User', attributes: [text('displayName')] }] },
    {
      name: 'App',
      objects: [
        { name: 'User', attributes: users },
        { name: 'Group', attributes: [text('displayName')] },
      ],
    },
  ],
  synchronizationRules: [],
})

test('a list whose values are known one by one is nothing new, nor is the value of a reference', () => {
  const told = { name: 'App', objects: [{ name: 'User', attributes: ['emails', 'Manager.value', 'ims'].map(text) }] }
  const news = newIn(schema(['emails[type eq "work"].value', 'manager'].map(text)), told)
  expect(news.map(({ attribute }) => attribute.name)).toEqual(['ims'])
})

test('what an application describes and the list lacks is new, once, whatever its letter case', () => {
  const before = schema([text('userName')])
  const told = {
    name: 'App',
    objects: [
      { name: 'User', attributes: [text('USERNAME'), { ...text('shoeSize'), type: 'Integer', multivalued: true }] },
      { name: 'Group', attributes: [text('displayName'), text('owner')] },
    ],
  }
  const news = newIn(before, told)
  expect(news.map(({ object, attribute }) => `${object}.${attribute.name}`)).toEqual(['User.shoeSize', 'Group.owner'])
  const after = withNews(before, 'App', news)
  expect(after.directories[1]?.objects[0]?.attributes).toMatchObject([
    { name: 'userName' },
    { name: 'shoeSize', type: 'Integer', multivalued: true, mutability: 'ReadWrite' },
  ])
  expect(newIn(after, told)).toEqual([])
  expect(after.directories[0]).toBe(before.directories[0])
})
