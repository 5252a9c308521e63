import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { options as dynamicSignalOptions } from '../apps/dynamic-signal/src/config.ts'
import { options as startOptions } from '../apps/start/src/config.ts'
import { settingRows, shownSettings } from '../apps/usher/src/cli/commands/setting-rows.ts'
import { options as usherOptions } from '../apps/usher/src/options.ts'
import { counted, standing } from '../apps/usher/src/observe/metric-rows.ts'
import { announcementKinds } from '../apps/usher/src/store/announcements.ts'
import { openApi } from '../apps/usher/src/graph/openapi.ts'
import usher from '../apps/usher/package.json' with { type: 'json' }
import { usualSettings } from '../apps/usher/src/gallery/usual.ts'
import { safeguardsOf } from '../apps/usher/src/runner/safeguards.ts'
import { leniencies, options as choices } from '../packages/scim/src/rules.ts'
import { accessPage, operationsPage } from './api-pages.ts'
import { consoleTypes } from './console-types.ts'
import { errorCodesPage } from './error-codes-page.ts'
import { galleryPage } from './gallery-page.ts'
import { functionsPage, operatorsPage } from './mapping-pages.ts'
import { code, table } from './markdown.ts'

type Page = { readonly file: string; readonly title: string; readonly about: string; readonly body: () => string }
type Option = {
  readonly env?: string
  readonly default?: string
  readonly describes?: string
  readonly description?: string
}

/** Every page that is printed from a table. `npm run docs` writes them, `npm run check` compares them. */
const pages: readonly Page[] = [
  {
    file: 'docs/reference/options.md',
    title: 'Options',
    about: 'An option on the command line goes before the environment, the environment before the default.',
    body: () =>
      [
        section('npm start -- …', optionRows(startOptions)),
        section('Usher alone: node apps/usher/src/main.ts', optionRows(usherOptions)),
        section('Dynamic Signal alone: node apps/dynamic-signal/src/main.ts', optionRows(dynamicSignalOptions)),
      ].join('\n'),
  },
  {
    file: 'docs/reference/settings.md',
    title: 'Settings of a job',
    about: `What \`npx usher settings APP\` shows and changes, beside the connection ([guide](../guide/connections.md)). A default of – is told
by the gallery or the dialect.`,
    body: settingsPage,
  },
  {
    file: 'docs/reference/functions.md',
    title: 'Functions of mapping expressions',
    about:
      'Names are case sensitive. Each example is run as a test; `npx usher expr` tries your own ([guide](../guide/expressions.md)).',
    body: functionsPage,
  },
  {
    file: 'docs/reference/operators.md',
    title: 'Operators of scoping filters',
    about: `A clause is an attribute, an operator and, for most of them, a value. Clauses of one group are joined by and,
groups by or. Letter case, blanks and underscores in the name of an operator do not count; in values they do.
An attribute is compared as the text that expressions see: \`True\` and \`False\`, numbers in decimal. An attribute with several
values, or a reference, never passes. \`npx usher scope\` tries a filter.`,
    body: operatorsPage,
  },
  {
    file: 'docs/reference/gallery.md',
    title: 'Applications of the gallery',
    about: `What \`npx usher app add\` knows, how Usher begins with each, and the public document that says so. What no document says is
left out; where nothing is published Usher begins with what is usual and slows down when the application asks for it
([guide](../guide/applications.md)). Names belong to their owners, who have nothing to do with this.`,
    body: galleryPage,
  },
  {
    file: 'docs/reference/leniencies.md',
    title: 'Leniencies of the service provider',
    about:
      'What Dynamic Signal takes beyond the RFC. All are on in lenient mode and off in strict mode; each can be switched by itself.',
    body: () =>
      [
        ...table(
          ['Switch', 'Rule', 'What is taken', 'Needed for'],
          Object.entries(leniencies).map(([name, row]) => [code(name), row.number, row.says, row.for]),
        ),
        '',
        'Choices that are off in both modes:',
        '',
        ...table(
          ['Switch', 'Rule', 'What it does'],
          Object.entries(choices).map(([name, row]) => [code(name), row.number, row.says]),
        ),
      ].join('\n'),
  },
  {
    file: 'docs/reference/announcements.md',
    title: 'What people are told of',
    about:
      'By mail and by webhook ([guide](../guide/notifications.md)). The kind is what `usher webhook add NAME URL --kinds` takes.',
    body: () =>
      table(
        ['Kind', 'What it is called', 'Mail'],
        Object.entries(announcementKinds).map(([kind, { title, acts }]) => [
          code(kind),
          title,
          acts ? 'always' : 'with `usher mail set --tell everything`',
        ]),
      ).join('\n'),
  },
  {
    file: 'docs/reference/metrics.md',
    title: 'Metrics',
    about: `What \`/metrics\` prints beside the usual \`process_…\` and \`nodejs_…\` metrics of Node (memory, processor time, event loop lag,
garbage collection). \`application\` and \`job\` are their names; beyond 500 jobs they are \`others\` ([guide](../guide/monitoring.md)).`,
    body: () =>
      [
        section('What this process did and saw since it started', metricRows(counted)),
        section('How things stand in the store, the same whichever process is asked', metricRows(standing)).trimEnd(),
      ].join('\n'),
  },
  {
    file: 'docs/reference/error-codes.md',
    title: 'Error codes of the provisioning log',
    about: 'What a line of the log shows beside its result; `npx usher log --code CODE` finds all of one.',
    body: errorCodesPage,
  },
  {
    file: 'docs/reference/api.md',
    title: 'The API',
    about: `The same as [openapi.json](openapi.json), which a running Usher serves at \`/openapi.json\` and shows at \`/reference\`.
Everything under \`/v1.0\` is under \`/beta\` too. Who has what an operation needs says [access](access.md).`,
    body: operationsPage,
  },
  {
    file: 'docs/reference/access.md',
    title: 'Roles, permissions and actions',
    about: `An operation of the API needs one action. An application has what its permissions give; a person what their roles give and
the program that they use was let do. Owners may do most with what they own.`,
    body: accessPage,
  },
]

/** What is printed as it is. */
const documents: readonly { readonly file: string; readonly text: () => string }[] = [
  { file: 'docs/reference/openapi.json', text: () => `${JSON.stringify(openApi(usher.version), null, 2)}\n` },
  { file: 'apps/console/operations.ts', text: () => consoleTypes(JSON.parse(JSON.stringify(openApi(usher.version)))) },
]

/** What is not stored until somebody sets it. */
const offByDefault = {
  nestedGroups: false,
  adoptAfterReview: false,
  keepReleased: false,
  deleteAfterDays: null,
  bulk: true,
  userAgent: true,
}

const root = join(import.meta.dirname, '..')
const printed = [...pages.map(({ file, ...page }) => ({ file, text: () => print(page) })), ...documents]
const stale = printed.filter(({ file, text }) => read(join(root, file)) !== text())

if (process.argv.includes('--check')) {
  for (const { file } of stale)
    process.stdout.write(`${file} is not what its table says. Run "npm run docs", and commit it.\n`)
  process.exit(stale.length === 0 ? 0 : 1)
}
for (const { file, text } of stale) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text())
  process.stdout.write(`wrote ${file}\n`)
}

function print({ title, about, body }: Omit<Page, 'file'>): string {
  return `# ${title}\n\nPrinted by \`npm run docs\`; change the table in the code instead.\n\n${about}\n\n${body()}\n`
}

function section(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n${lines.join('\n')}\n`
}

function optionRows(
  options: Readonly<Record<string, Option & { readonly flag?: string; readonly value?: string }>>,
): readonly string[] {
  return table(
    ['Option', 'Environment', 'Default', 'What it is'],
    Object.entries(options).map(([name, option]) => [
      code(`--${option.flag ?? name}${option.value === undefined ? '' : ` ${option.value}`}`),
      option.env === undefined ? '' : code(option.env),
      option.default === undefined || option.default === '' ? '' : code(option.default),
      option.describes ?? option.description ?? '',
    ]),
  )
}

function settingsPage(): string {
  const { syncAll, ...usual } = usualSettings
  const shown = shownSettings({ ...usual, ...safeguardsOf({}), scope: syncAll ? 'all' : 'assigned', ...offByDefault })
  const defaults = new Map(shown)
  return table(
    ['Option', 'Default', 'What it is'],
    settingRows.map(({ flag, describes }) => [
      code(`--${flag}`),
      defaults.get(flag.split(' ')[0] ?? '') ?? '',
      describes,
    ]),
  ).join('\n')
}

function metricRows(
  rows: Readonly<Record<string, { readonly type: string; readonly labels: readonly string[]; readonly help: string }>>,
): readonly string[] {
  return table(
    ['Metric', 'Type', 'Labels', 'What it is'],
    Object.entries(rows).map(([name, { type, labels, help }]) => [code(name), type, labels.map(code).join(', '), help]),
  )
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
