import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { options as dynamicSignalOptions } from '../apps/dynamic-signal/src/config.ts'
import { options as startOptions } from '../apps/start/src/config.ts'
import { options as usherOptions } from '../apps/usher/src/config.ts'
import { errorCodes } from '../packages/engine/src/errors.ts'
import { functions } from '../packages/engine/src/expression/functions/table.ts'
import { operators } from '../packages/engine/src/scope/operators.ts'
import { leniencies, options as choices } from '../packages/scim/src/rules.ts'

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
    file: 'docs/reference/expression-functions.md',
    title: 'Functions of mapping expressions',
    about: 'Names are case sensitive. Each example is run as a test.',
    body: () =>
      [...functions]
        .map(([name, { syntax, summary, examples }]) =>
          [
            `## ${name}`,
            '',
            `\`${syntax}\``,
            '',
            summary,
            '',
            ...table(
              ['Expression', 'Result'],
              examples.map(([expression, result]) => [
                code(expression),
                result === null ? '(no value)' : code(shown(result)),
              ]),
            ),
          ].join('\n'),
        )
        .join('\n\n'),
  },
  {
    file: 'docs/reference/scoping-operators.md',
    title: 'Operators of scoping filters',
    about: 'Clauses of one group are joined by and, groups by or. Without a value only an operator that says so holds.',
    body: () =>
      table(
        ['Operator', 'Holds when', 'Attribute types'],
        Object.entries(operators).map(([name, { summary, types }]) => [code(name), summary, types.join(', ')]),
      ).join('\n'),
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
    file: 'docs/reference/error-codes.md',
    title: 'Error codes of the provisioning log',
    about: 'One object could not be provisioned; the cycle went on with the others.',
    body: () =>
      table(
        ['Code', 'What to do', 'Tried again'],
        Object.entries(errorCodes).map(([name, { advice, retry }]) => [code(name), advice, retry]),
      ).join('\n'),
  },
]

const root = join(import.meta.dirname, '..')
const stale = pages.filter(({ file, ...page }) => read(join(root, file)) !== print(page))

if (process.argv.includes('--check')) {
  for (const { file } of stale)
    process.stdout.write(`${file} is not what its table says. Run "npm run docs", and commit it.\n`)
  process.exit(stale.length === 0 ? 0 : 1)
}
for (const { file, ...page } of stale) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), print(page))
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

function code(text: string): string {
  return text === '' ? '(empty)' : `\`${text}\``
}

function shown(result: string | readonly string[]): string {
  return typeof result === 'string' ? result : `[${result.map((one) => JSON.stringify(one)).join(', ')}]`
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
