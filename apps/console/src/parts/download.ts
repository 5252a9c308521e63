/** Lets the browser keep a text as a file. */
export function download(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

/** The address of a file with what a question finds. */
export function fileOf(path: string, question: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(question).map(([key, value]) => [key, String(value)])
  return `${path}?${new URLSearchParams(words).toString()}`
}
