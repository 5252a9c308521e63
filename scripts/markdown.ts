/** Pieces of a printed page. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

export function code(text: string): string {
  return text === '' ? '(empty)' : `\`${text}\``
}

/** A link to a heading of the same page, as GitHub names it. */
export function anchor(heading: string): string {
  const name = heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
  return `[${heading}](#${name})`
}
