import type { WriteStream } from 'node:tty'
import type { Progress } from './usher-client.ts'

export type Terminal = {
  /** One line of its own. */
  readonly say: (line: string) => void
  /** A step that is done: `✓ …`. */
  readonly done: (sentence: string) => void
  /** A bar that moves on a terminal; a line for each tenth when piped. */
  readonly follow: (name: string) => (progress: Progress) => void
}

const width = 30
const number = new Intl.NumberFormat('en-US')

export function count(value: number): string {
  return number.format(value)
}

/** Writes to a terminal, or to whatever stands in for one. */
export function terminal(out: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }): Terminal {
  let bar = ''
  const clear = (): void => {
    if (bar !== '') out.write(`\r${' '.repeat(bar.length)}\r`)
    bar = ''
  }
  const say = (line: string): void => {
    const below = bar
    clear()
    out.write(`${line}\n`)
    if (below !== '') draw(below)
  }
  const draw = (text: string): void => {
    clear()
    bar = text
    out.write(text)
  }
  return {
    say,
    done(sentence) {
      clear()
      out.write(`✓ ${sentence}\n`)
    },
    follow(name) {
      let said = 0
      return (progress) => {
        if (out.isTTY === true) return draw(barOf(name, progress))
        const tenth = Math.floor(share(progress) * 10)
        if (tenth <= said) return
        said = tenth
        say(`  ${name}: ${tenth * 10} % (${count(progress.done)} of ${count(progress.total)})`)
      }
    },
  }
}

function barOf(name: string, progress: Progress): string {
  const part = share(progress)
  const full = Math.round(part * width)
  const requests = progress.requests === undefined ? '' : `, ${count(progress.requests)} requests`
  return `  ${name} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor(part * 100)} % (${count(progress.done)} of ${count(progress.total)}${requests})`
}

function share({ done, total, percent }: Progress): number {
  if (percent !== undefined) return percent / 100
  return total > 0 ? Math.min(1, done / total) : 0
}
