import { Wrong } from '../store/directory.ts'
import { asana } from './asana/template.ts'
import { atlassian } from './atlassian/template.ts'
import { aws } from './aws/template.ts'
import { databricks } from './databricks/template.ts'
import { dynamicSignal } from './dynamic-signal/template.ts'
import { figma } from './figma/template.ts'
import { generic } from './generic/template.ts'
import { github } from './github/template.ts'
import { gitlab } from './gitlab/template.ts'
import { inbound } from './inbound/template.ts'
import { miro } from './miro/template.ts'
import { sentry } from './sentry/template.ts'
import { servicenow } from './servicenow/template.ts'
import { slack } from './slack/template.ts'
import { snowflake } from './snowflake/template.ts'
import type { Template } from './template.ts'
import { zoom } from './zoom/template.ts'

/** Every application that can be added with `usher app add`: the house's own, create your own, the others by name. */
export const gallery: readonly Template[] = [
  dynamicSignal, generic, asana, atlassian, aws, databricks, figma, github, gitlab, miro, sentry, servicenow, slack, snowflake, zoom,
  inbound,
] // prettier-ignore

/** Finds a template by id or name, in any letter case; throws `Wrong` (notFound). */
export function findTemplate(which: string): Template {
  const wanted = which.toLowerCase()
  const found = gallery.find((template) => template.id === wanted || template.displayName.toLowerCase() === wanted)
  if (found !== undefined) return found
  throw new Wrong(
    'notFound',
    `The gallery has no application "${which}". usher app gallery lists what it has; "generic" is for any other that speaks SCIM 2.0.`,
  )
}

/** The templates that have every word in what is said of them, in any letter case. */
export function searchGallery(text: string): readonly Template[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return gallery.filter(({ id, displayName, publisher, description }) => {
    const said = [id, displayName, publisher, description].join('\n').toLowerCase()
    return words.every((word) => said.includes(word))
  })
}
