/** What people are told of a secret that is in use and was refused, while the other one helps out. */
export function refusedSentence(application: string, at: string): string {
  return (
    `${application} refused the secret in use (401) at ${at}; requests go on with the other one that is stored. ` +
    `Make it the one in use: usher secret ${JSON.stringify(application)} switch.`
  )
}
