/** What people are told of a job that comes from a backup. */
export function restoredSentence(application: string, madeAt: string): string {
  const named = JSON.stringify(application)
  return (
    `${application} comes from a backup of ${madeAt}: accounts may be newer than what Usher knows. ` +
    `Look at usher plan ${named}, then go on with usher run ${named}, which asks first. Removals are held until you have seen them.`
  )
}
