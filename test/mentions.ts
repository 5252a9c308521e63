/** Commands as pages and sentences name them, held against those that there are. */
import type { Command, Option } from 'commander'

/** `typed`: to be typed as it stands, so nothing may be missing. `said`: the beginning of a sentence, which may go on in other words. */
export type Mention = { readonly text: string; readonly how: 'typed' | 'named' | 'said' }

/** Verbs that are arguments of a command. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  plans: ['show', 'approve', 'apply', 'stop'],
  removals: ['allow', 'reject'],
  changes: ['allow', 'reject'],
  adoptions: ['allow', 'reject'],
  undone: ['lift'],
  deliveries: ['retry'],
}

/** What a page of Markdown has in blocks of code, in lines and in the cells of tables. */
export function mentionsOf(markdown: string): readonly Mention[] {
  const blocks = [...markdown.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block = '']) => block)
  const typed = blocks.flatMap((block) => {
    // Where a prompt stands before what is typed, the rest is what comes of it.
    const prompt = /^\$ /m.test(block) ? String.raw`\$ ` : ''
    const line = new RegExp(String.raw`^${prompt}(?:\S+=\S+ )*(?:npx )?(usher .*)$`, 'gm')
    return [...block.replaceAll(/\\\n\s*/g, '').matchAll(line)].map(([, text = '']) => text)
  })
  const prose = markdown.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(String.raw`\|`, '¦')
  const cells = prose.split('\n').flatMap((line) => (line.startsWith('|') ? line.split('|') : []))
  const lines = prose.split('\n').filter((line) => !line.startsWith('|')).join('\n') // prettier-ignore
  return [
    ...typed.map((text) => ({ text, how: 'typed' as const })),
    ...spansOf(lines).filter(isCommand).map(asMention),
    ...cells.flatMap(spelledOut).map(asMention),
  ]
}

/** The table of commands: a row's first cell has them without their first word. */
export function rowsOf(markdown: string): readonly Mention[] {
  const rows = markdown.replaceAll(String.raw`\|`, '¦').split('\n').filter((line) => line.startsWith('| `')) // prettier-ignore
  return rows.flatMap((row) => family(spansOf(row.split('|')[1] ?? '').map((text) => `usher ${text}`))).map(asMention)
}

/** What a sentence in the code tells people to type. */
export function advisedIn(source: string): readonly Mention[] {
  const strings = [...source.matchAll(/(['`])((?:(?!\1)[^\\\n]|\\.)*\busher [a-z][^\n]*?)\1/g)]
  return strings
    .filter(([, , text = '']) => !/^\s*(?:\/\/|\*)/.test(text))
    .flatMap(([, , text = '']) => [...text.matchAll(/(?<![\w./-])usher [a-z][a-z-]*(?: [^.,;:()]*)?/g)])
    .map(([text]) => ({ text: text.replaceAll(/\$\{[^}]*\}+/g, 'NAME'), how: 'said' as const }))
    .filter(({ text }) => !namesItself.test(text))
}

/** The program, and no command of it. */
const namesItself = /^usher (?:queue|has no member)\b/
const asMention = (text: string): Mention => ({ text, how: 'named' })
const isCommand = (text: string): boolean => /^(?:npx )?usher [a-z]/.test(text)

function spansOf(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}

/** A cell that begins with a command goes on with its brothers, or its options: "`usher job add`, `remove`". */
function spelledOut(cell: string): readonly string[] {
  const spans = spansOf(cell)
  return isCommand(spans[0] ?? '') ? family(spans.map((text) => (isCommand(text) ? text : `usher ${text}`))) : []
}

/** The words before the own ones are those of the first: kept with a mark, tried where the own ones alone are none. */
function family([first = '', ...others]: readonly string[]): readonly string[] {
  return [first, ...others.map((text) => `${text}\0${first}`)]
}

/** What is wrong with it, or null. */
export function problemOf(program: Command, { text, how }: Mention): string | null {
  const [own = '', first] = text.split('\0')
  const problem = walk(program, tokensOf(own), how)
  if (problem === null || first === undefined) return problem
  const before = tokensOf(first)
  // A brother, a verb of the same command, or an option of it.
  const ways = before.map((_, at) => [...before.slice(0, at + 1), ...tokensOf(own)])
  return ways.some((way) => walk(program, way, 'named') === null) ? null : problem
}

function tokensOf(text: string): readonly string[] {
  const [typed = ''] = text.replace(/^(?:npx )?usher /, '').split(/ #| {3}| \||\s[<>&]/)
  const tokens = [...typed.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([token]) => token)
  return tokens.map((token) => token.replaceAll(/^\[+|[\],…]+$/g, '')).filter((token) => token !== '')
}

function walk(program: Command, tokens: readonly string[], how: Mention['how']): string | null {
  let command = program
  const given: string[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? ''
    if (/^--?[a-z]/.test(token)) {
      const { problem, takes } = optionIn(command, program, token)
      if (problem !== null) return problem
      at += takes
      continue
    }
    const next = given.length === 0 ? command.commands.find((one) => one.name() === token) : undefined
    if (next !== undefined) command = next
    else if (token === 'COMMAND' || (how === 'said' && command !== program && isProse(command, given, token))) break
    else if (command.commands.length > 0 && command.registeredArguments.length === 0)
      return `${nameOf(command)} has no ${token}`
    else given.push(token)
  }
  return argumentsProblem(command, given, how)
}

function argumentsProblem(command: Command, given: readonly string[], how: Mention['how']): string | null {
  const expected = command.registeredArguments
  const last = expected.at(-1)
  if (given.length > expected.length && last?.variadic !== true) return `${nameOf(command)} takes no ${given.at(-1)}`
  if (how === 'typed' && expected.some((one, at) => one.required && given[at] === undefined))
    return `${nameOf(command)} needs ${expected.map((one) => one.name()).join(' ')}`
  if (expected[0]?.name() === 'app' && /^[a-z]+$/.test(given[0] ?? ''))
    return `${nameOf(command)} is about an application, and ${given[0]} is none`
  const verb = given[1]
  const able = verbsOf(command)
  if (able === undefined || verb === undefined || verb.split('¦').every((one) => able.includes(one))) return null
  return `${nameOf(command)} does not ${verb}`
}

/** What a command that has others does when none of them is named. */
export function usually(command: Command): readonly Command[] {
  const { _defaultCommandName: name } = command as unknown as { readonly _defaultCommandName: string | null }
  return command.commands.filter((one) => one.name() === name)
}

function verbsOf(command: Command): readonly string[] | undefined {
  return verbs[command.name()] ?? command.registeredArguments[1]?.argChoices
}

/** "usher plans APP lists them": a word of the sentence, since it is none of the command. */
function isProse(command: Command, given: readonly string[], token: string): boolean {
  return /^[a-z]+$/.test(token) && !(given.length === 1 && verbsOf(command)?.includes(token) === true)
}

/** `takes`: how many of the next words are its value. */
function optionIn(command: Command, program: Command, token: string): { problem: string | null; takes: number } {
  const names = token.split('¦').map((name) => name.replace(/=.*/, ''))
  const found = names.map((name) => optionOf([command, ...usually(command), program], name))
  const unknown = names[found.indexOf(undefined)]
  const problem = unknown === undefined ? null : `${nameOf(command)} has no ${unknown}`
  const takesValue = found.some((option) => option?.required === true || option?.optional === true)
  return { problem, takes: takesValue && !token.includes('=') ? 1 : 0 }
}

function optionOf(commands: readonly Command[], name: string): Option | undefined {
  if (name === '--help') return { required: false, optional: false } as Option
  return commands.flatMap(({ options }) => options).find(({ long, short }) => long === name || short === name)
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}
