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
    process.stderr.write(error instanceof Refusal ? `${error.message}\n` : `${describe(error)}\n`)
    process.exit(error instanceof Refusal ? error.exitCode : 70)
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
