import stringWidth from 'string-width'

/** `whole`: never shortened, as an id that somebody copies. `extra`: left out first, where there is no room. */
export type Column = string | { readonly title: string; readonly whole?: true; readonly extra?: true }
/** `cut`: something is shortened or left out. */
export type Layout = { readonly head: string; readonly rows: readonly string[]; readonly cut: boolean }

const gap = '  '
const narrowest = 8

/**
 * Columns as wide as their widest cell, within `width`; null: however wide they are.
 *
 * Where there is no room the last extra column goes first, then the widest one is shortened. Only ids alone may be too wide.
 */
export function layOut(columns: readonly Column[], rows: readonly (readonly string[])[], width: number | null): Layout {
  const all = columns.map((column, at) => {
    const { title, whole, extra } = typeof column === 'string' ? { title: column } : column
    const cells = rows.map((row) => row[at] ?? '')
    return { title, whole, extra, cells, needs: Math.max(...[title, ...cells].map((text) => stringWidth(text))) }
  })
  const shown = width === null ? all : withRoom(all, width)
  const widths = width === null ? shown.map(({ needs }) => needs) : shortened(shown, width)
  const line = (cell: (column: (typeof shown)[number]) => string): string =>
    shown
      .map((column, at) => fit(cell(column), widths[at] ?? 0))
      .join(gap)
      .trimEnd()
  return {
    head: line(({ title }) => title),
    rows: rows.map((_, at) => line(({ cells }) => cells[at] ?? '')),
    cut: shown.length < all.length || shown.some(({ needs }, at) => needs > (widths[at] ?? 0)),
  }
}

type Measured = { readonly needs: number; readonly whole?: true | undefined; readonly extra?: true | undefined }

function withRoom<Of extends Measured>(columns: readonly Of[], width: number): readonly Of[] {
  const last = columns.findLastIndex(({ extra }) => extra === true)
  if (last === -1 || sum(columns.map(({ needs }) => needs)) <= width) return columns
  return withRoom(columns.toSpliced(last, 1), width)
}

function shortened(columns: readonly Measured[], width: number): readonly number[] {
  const widths = columns.map(({ needs }) => needs)
  for (let over = sum(widths) - width; over > 0; over -= 1) {
    const able = widths.map((one, at) => (columns[at]?.whole === true || one <= narrowest ? 0 : one))
    const widest = Math.max(...able)
    if (widest === 0) break
    widths[able.indexOf(widest)] = widest - 1
  }
  return widths
}

function sum(widths: readonly number[]): number {
  return widths.reduce((all, one) => all + one, gap.length * (widths.length - 1))
}

/** Exactly so wide: filled with blanks, or cut with an ellipsis. A letter may take two columns, or several characters. */
function fit(text: string, width: number): string {
  const blank = width - stringWidth(text)
  if (blank >= 0) return text + ' '.repeat(blank)
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(short + segment) > width - 1) break
    short += segment
  }
  return fit(`${short}…`, width)
}
