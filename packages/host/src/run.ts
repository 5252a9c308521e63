/**
 * Something the person who started the program must change: a taken port, a held folder, a full disk.
 *
 * `run` prints the sentence without a stack and exits with `exitCode`.
 */
export class Refusal extends Error {
  readonly exitCode: number

  constructor(sentence: string, exitCode = 1) {
    super(sentence)
    this.name = 'Refusal'
    this.exitCode = exitCode
  }
}

/** Runs a program's `main`. A `Refusal` becomes one line on standard error; any other error keeps its stack. */
export function run(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const refusal = asRefusal(error)
    process.stderr.write(`${refusal?.message ?? describe(error)}\n`)
    process.exit(refusal?.exitCode ?? 70)
  })
}

/** What the file system says when the person must change something on the machine. */
const machine: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free disk space, then start again; nothing is damaged.',
  EDQUOT: 'The disk quota is used up. Free disk space, then start again; nothing is damaged.',
  EROFS: 'The data folder cannot be written: its disk is read-only. Name another with --data.',
}

export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  // What failed while everything was closed again does not hide why it was.
  if (error instanceof SuppressedError) return asRefusal(error.suppressed) ?? asRefusal(error.error)
  const sentence = machine[(error as NodeJS.ErrnoException).code ?? '']
  return sentence === undefined ? null : new Refusal(sentence, 74)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
