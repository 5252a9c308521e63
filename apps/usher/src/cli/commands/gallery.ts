import type { Command } from 'commander'
import type { Document } from '../../gallery/facts.ts'
import type { Told } from '../../gallery/said.ts'
import { Failed } from '../client.ts'
import { bold, dim, type Out } from '../print.ts'

/** `usher app gallery` and `usher app template` need no service. What they print is loaded when they run. */
export function galleryCommands(app: Command, out: () => Out): void {
  app
    .command('gallery [search...]')
    .description('applications that can be added, or those that have these words; needs no service')
    .action(async (words: readonly string[]) => {
      const [{ searchGallery }, { summaryOf }] = await loaded()
      const found = searchGallery(words.join(' ')).map(summaryOf)
      out().show({ templates: found }, () =>
        found.length === 0
          ? [
              `Nothing in the gallery has "${words.join(' ')}". Any application that speaks SCIM 2.0 can be added as generic.`,
            ]
          : [
              ...out().table(
                ['id', 'name', { title: 'publisher', extra: true }, 'does', 'dialect'],
                found.map((one) => [one.id, one.displayName, one.publisher, one.does.join(', '), one.dialect]),
              ),
              dim('usher app template ID tells all about one; usher app add ID adds it.'),
            ],
      )
    })
  app
    .command('template <template>')
    .description('what is known of an application of the gallery, and which document says so; needs no service')
    .action(async (which: string) => {
      const [{ findTemplate }, { documents, toldOf }, { Wrong }] = await loaded()
      try {
        const told = toldOf(findTemplate(which))
        out().show(told, () => describe(told, documents(told)))
      } catch (error) {
        if (error instanceof Wrong) throw new Failed(error.message, 3)
        throw error
      }
    })
}

const loaded = () =>
  Promise.all([import('../../gallery/gallery.ts'), import('../../gallery/said.ts'), import('../../store/directory.ts')])

function describe(told: Told, read: readonly Document[]): readonly string[] {
  const number = (url: string): number => read.findIndex((one) => one.url === url) + 1
  return [
    bold(`${told.displayName} (${told.id}), by ${told.publisher}`),
    told.description,
    `Does: ${told.does.join(', ')}. Dialect: ${told.dialect}.`,
    '',
    ...told.said.flatMap(({ label, here, facts }) => [
      `${bold(label)}${here === undefined ? '' : `: ${here}`}${facts.length === 0 ? dim(' (not published)') : ''}`,
      ...facts.map(({ says, url }) => `  ${says} ${dim(`[${number(url)}]`)}`),
    ]),
    '',
    `${bold('Where to find URL and token')}: ${told.token}`,
    '',
    ...read.map(({ url, title }, index) => dim(`[${index + 1}] ${title}: ${url}`)),
  ]
}
