import { Wrong } from '../store/directory.ts'
import { dynamicSignal } from './dynamic-signal/template.ts'
import type { Template } from './template.ts'

/** Every application that can be added with `usher app add`. */
export const gallery: readonly Template[] = [dynamicSignal]

/** Finds a template by id or name; `Wrong` names those there are. */
export function findTemplate(which: string): Template {
  const wanted = which.toLowerCase()
  const found = gallery.find((template) => template.id === wanted || template.displayName.toLowerCase() === wanted)
  if (found !== undefined) return found
  const names = gallery.map((template) => `${template.id} (${template.displayName})`).join(', ')
  throw new Wrong('notFound', `The gallery has no application "${which}". It has: ${names}.`)
}
