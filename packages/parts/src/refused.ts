/** Why the service does not do what was asked, as its own sentence. `status` 0: it did not answer. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

/** Whether what was asked for is not there, or not any more. */
export function isGone(error: Error | null): boolean {
  return error instanceof Refused && error.status === 404
}

/** What stands between a proxy and us may answer with a page of its own. */
export function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
