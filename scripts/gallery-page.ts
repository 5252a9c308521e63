/** The page about the applications of the gallery: what Usher does with each, and which document says what. */
import { gallery } from '../apps/usher/src/gallery/gallery.ts'
import { abilities, documents, sayings, type Saying } from '../apps/usher/src/gallery/said.ts'
import type { Template } from '../apps/usher/src/gallery/template.ts'
import { anchor, code, table } from './markdown.ts'

export function galleryPage(): string {
  return [
    ...table(
      ['Application', 'Id', 'Publisher', 'What Usher does', 'Dialect'],
      gallery.map((one) => [
        anchor(one.displayName),
        code(one.id),
        one.publisher,
        abilities(one).join(', '),
        code(one.dialect),
      ]),
    ),
    ...gallery.flatMap((template) => ['', ...sectionOf(template)]),
  ].join('\n')
}

function sectionOf(template: Template): readonly string[] {
  const { id, displayName, description, documentation, token } = template
  const read = documents(template)
  const cited = (url: string): string => `[${read.findIndex((one) => one.url === url) + 1}](${url})`
  return [
    `## ${displayName}`,
    '',
    `${description} [For administrators](../../apps/usher/src/gallery/${id}/README.md), [its documentation](${documentation}).`,
    '',
    `Where to find URL and token: ${token}`,
    '',
    ...table(
      ['', 'In Usher', 'Published'],
      sayings(template).map((saying) => [
        saying.label,
        here(saying),
        saying.facts.map(({ says, url }) => `${says} ${cited(url)}`).join('<br>'),
      ]),
    ),
    '',
    ...mappings(template),
    '',
    ...read.map(({ title, url }, index) => `${index + 1}. [${title}](${url})`),
  ]
}

function here({ label, here: value = '' }: Saying): string {
  return label === 'Tenant URL' ? value.split(' or ').map(code).join(' or ') : value
}

/** The default mapping, as the mapping page lists it. */
function mappings({ schema }: Template): readonly string[] {
  return schema.synchronizationRules
    .flatMap(({ objectMappings }) => objectMappings)
    .flatMap(({ sourceObjectName, attributeMappings }, index) => [
      ...(index === 0 ? [] : ['']),
      ...table(
        [sourceObjectName, 'Attribute there', 'Matching', 'Only at creation'],
        attributeMappings.map(({ source, targetAttributeName, matchingPriority, flowType }) => [
          code(source?.expression ?? ''),
          code(targetAttributeName),
          matchingPriority === 0 ? '' : String(matchingPriority),
          flowType === 'ObjectAddOnly' ? 'yes' : '',
        ]),
      ),
    ])
}
