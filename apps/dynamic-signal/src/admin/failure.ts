/** Why the admin API does not do what was asked, as a sentence for the person at the console. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}
